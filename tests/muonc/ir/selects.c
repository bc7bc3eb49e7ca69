/* Values that differ between lanes are chosen without branches: the objects have no conditional
 * branch, at any level of optimisation.
 * RUN: sh branches.sh -O1 1 %s %t
 * RUN: sh branches.sh -O2 2 %s %t
 * RUN: sh branches.sh -Os 0 %s %t
 * RUN: sh branches.sh -O3 3 %s %t
 */
typedef float f4 __attribute__((vector_size(16)));
typedef int i4 __attribute__((vector_size(16)));
typedef long long i64; typedef unsigned long long u64; typedef unsigned u32;
struct pair { float a; int b; double c; };
float sel_f(int c, float a, float b){ return c ? a : b; }
double sel_d(int c, double a, double b){ return c>3 ? a : b; }
i64 sel_l(int c, i64 a, i64 b){ return c ? a : b; }
int *sel_p(int c, int *a, int *b){ return c ? a : b; }
float fmaxc(float a, float b){ return a > b ? a : b; }
float clampf(float a){ return a < 0 ? 0 : a > 1 ? 1 : a; }
float fminb(float a, float b){ return __builtin_fminf(a,b); }
int imin(int a,int b){return a<b?a:b;} u32 umax(u32 a,u32 b){return a>b?a:b;} int iabs(int a){return a<0?-a:a;}
i64 labs_(i64 a){return a<0?-a:a;} i64 lmin(i64 a,i64 b){return a<b?a:b;} u64 lumax(u64 a,u64 b){return a>b?a:b;}
i64 shl(i64 a,int n){return a<<n;} i64 sar(i64 a,int n){return a>>n;} u64 shr(u64 a,int n){return a>>n;}
int clz(u32 a){return a?__builtin_clz(a):32;} int ctz(u32 a){return a?__builtin_ctz(a):32;} int pop(u32 a){return __builtin_popcount(a);}
int clzl(u64 a){return __builtin_clzll(a);} int ctzl(u64 a){return __builtin_ctzll(a);} int popl(u64 a){return __builtin_popcountll(a);}
u32 rotl(u32 a,int n){return a<<(n&31)|a>>(-n&31);} u64 rotll(u64 a,int n){return a<<(n&63)|a>>(-n&63);}
u32 bswap(u32 a){return __builtin_bswap32(a);} u32 bitrev(u32 a){return __builtin_bitreverse32(a);}
u32 satsub(u32 a,u32 b){return __builtin_elementwise_sub_sat(a,b);} int sadd(int a,int b){return __builtin_elementwise_add_sat(a,b);}
i64 saddl(i64 a,i64 b){return __builtin_elementwise_add_sat(a,b);} int ovf(int a,int b,int*c){return __builtin_mul_overflow(a,b,c);}
float ff(float a){return __builtin_floorf(a);} float fc(float a){return __builtin_ceilf(a);} float ft(float a){return __builtin_truncf(a);}
float fr(float a){return __builtin_roundf(a);} float fi(float a){return __builtin_rintf(a);} float fn(float a){return __builtin_nearbyintf(a);} float fe(float a){return __builtin_roundevenf(a);}
int lr(float a){return __builtin_lrintf(a);} int lro(float a){return __builtin_lroundf(a);}
int isn(float a){return __builtin_isnan(a);} int isi(float a){return __builtin_isinf(a);} int isf(float a){return __builtin_isfinite(a);} int isno(float a){return __builtin_isnormal(a);}
int cls(float a){return __builtin_isfpclass(a, 0x3f);} float cs(float a,float b){return __builtin_copysignf(a,b);} float fab(float a){return __builtin_fabsf(a);}
float u2f(u32 a){return a;} float i2f(int a){return a;} u32 f2u(float a){return a;} float sq(float a){return __builtin_sqrtf(a);} float fma_(float a,float b,float c){return __builtin_fmaf(a,b,c);}
float l2f(i64 a){return a;} float ul2f(u64 a){return a;} i64 f2l(float a){return a;} u64 f2ul(float a){return a;}
double dadd(double a,double b){return a+b;} double dsel(double a,double b){return a<b?a:b;} int dcmp(double a,double b){return a<b;} double dabs(double a){return __builtin_fabs(a);}
int divi(int a,int b){return a/b;} u32 modu(u32 a,u32 b){return a%b;} int div7(int a){return a/7;} i64 mull(i64 a,i64 b){return a*b;} i64 divl(i64 a,i64 b){return a/b;} int div8(int a){return a/8;} i64 divl8(i64 a){return a/8;} int mod8(int a){return a%8;}
 f4 vmax(f4 a,f4 b){ return __builtin_elementwise_max(a,b);} i4 vimax(i4 a,i4 b){return __builtin_elementwise_max(a,b);} f4 vfl(f4 a){return __builtin_elementwise_floor(a);}
struct pair sela(int c, struct pair a, struct pair b){ struct pair r = c? a: b; return r; }
int land(int a,int b,int c){ return (a>3 & b<5) | (c==7); } int logic(int a,int b){ return a&&b; } int orr(int a,int b){return a||b;}

int tern3(int a,int b,int c){ return a>0? b : a<-5? c : a; }
float fsel3(float a,float b,float c){ return a>0? b*c : a<-5? c+b : a; }
void cpy(int *a,const int *b){ __builtin_memcpy(a,b,256);} void set(int *a){__builtin_memset(a,0,100);} 
int bits(u32 a,int b){ return b&1? a>>3 : a<<2; } u32 cmpc(int a){return a==5?100:200;} u32 cmpz(int a,u32 b){return a==0?0:b;} u32 cmpy(int a,u32 b){return a==0?b:0;}
_Bool bsel(_Bool a,_Bool b,_Bool c){return a?b:c;} short ssel(int a,short b,short c){return a?b:c;} signed char csel(int a,signed char b,signed char c){return a<9?b:c;}
float b2f(float a){return a>2;} float b2fm(float a,float b){return b*(a>=2);} float nb2f(int a,int b){return -(a<b);} float l2b(int a,int b){return (i64)(a<b);} float ul2b(u64 a){return (u64)(a<5);}
float b2fc(int a,int b){return (unsigned char)((a==0)&(b==0));} double b2d(int a){return a<7;} f4 vb2f(i4 a){return __builtin_convertvector(-(a>3),f4);} f4 vb2fs(i4 a){return __builtin_convertvector(a>3,f4);}
float _bf(__bf16 a){return a;} __bf16 bsel16(int c,__bf16 a,__bf16 b){return c?a:b;} __bf16 badd(__bf16 a,__bf16 b){return a+b;}
float fmod_(float a,float b){return a-b*__builtin_truncf(a/b);} float fdim_(float a,float b){return a>b?a-b:0;} float sgn(float a){return (a>0)-(a<0);}
int cmp3(int a,int b){return (a>b)-(a<b);} int mcmp(const char*a,const char*b){return __builtin_memcmp(a,b,8);} int meq(const int*a,const int*b){return __builtin_memcmp(a,b,16)==0;}
int ffs_(int a){return __builtin_ffs(a);} int par(u32 a){return __builtin_parity(a);} int clrsb(int a){return __builtin_clrsb(a);}

long double ld(int c,long double a,long double b){return c?a:b;}
