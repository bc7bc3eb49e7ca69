/* The operands of one statement: registers, expressions, offset(base). Statements of other
 * assemblers' mnemonics never get here: the scanner skips them. */
%code requires {
#include "muonc/assembler/statement.h"
}
%code provides {
int muon_parser_parse(void *scanner, struct assembly *assembly);
}
%define api.prefix {muon_parser_}
%define api.pure full
%define api.location.type {struct span}
%define parse.error verbose
%locations
%param {void *scanner} {struct assembly *assembly}

%union {
    struct mnemonic mnemonic;
    struct expression expression;
    int reg;
}

%token <mnemonic> MNEMONIC "mnemonic"
%token <reg> REGISTER "register"
%token <reg> BASE "base register"
%token <expression> NUMBER "number"
%token SYMBOL "symbol"
%token SUBSTITUTED "operand"
%token RELOCATION "relocation"
%token STRING "string"
%token OTHER "character"
%token END 0 "end of file"
%token STOP "end of statement"
%token SHIFT_LEFT "<<" SHIFT_RIGHT ">>"

%type <expression> expression

%left '|' '^'
%left '&'
%left "<<" ">>"
%left '+' '-'
%left '*' '/' '%'
%precedence UNARY

%code {
#include <string.h>

#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    do {                                                                                           \
        (current).begin = (n) ? YYRHSLOC(rhs, 1).begin : YYRHSLOC(rhs, 0).end;                     \
        (current).end = YYRHSLOC(rhs, (n)).end;                                                    \
    } while (0)

int muon_parser_lex(MUON_PARSER_STYPE *value, struct span *span, void *scanner,
                    struct assembly *assembly);

static void muon_parser_error(struct span *span, void *scanner, struct assembly *assembly,
                              const char *message) {
    if (strcmp(message, "memory exhausted") == 0)
        return; /* which assembly_parse reports */
    if (strncmp(message, "syntax error, ", 14) == 0)
        message += 14;
    if (assembly->statement.mnemonic.muon_only)
        assembly->error(assembly, *span, message);
}

static struct operand *add(struct assembly *assembly, enum operand_kind kind, struct span span) {
    struct statement *statement = &assembly->statement;
    if (statement->count == STATEMENT_OPERANDS) {
        /* One more than any instruction has: the binding finds it too many. */
        statement->count--;
    }
    struct operand *operand = &statement->operands[statement->count++];
    *operand = (struct operand){.kind = kind, .span = span, .reg = -1};
    return operand;
}

/* Two's complement arithmetic that wraps, as assemblers do. */
static struct expression apply(struct expression a, int operator, struct expression b) {
    uint64_t x = (uint64_t)a.value, y = (uint64_t)b.value, value = 0;
    bool constant = a.constant && b.constant;
    switch (operator) {
    case '+': value = x + y; break;
    case '-': value = x - y; break;
    case '*': value = x * y; break;
    case '&': value = x & y; break;
    case '|': value = x | y; break;
    case '^': value = x ^ y; break;
    case '<': value = y < 64 ? x << y : 0; break;
    case '>': value = y < 64 ? x >> y : 0; break;
    case '/':
    case '%':
        if (b.value == 0 || (a.value == INT64_MIN && b.value == -1))
            constant = false;
        else
            value = (uint64_t)(operator == '/' ? a.value / b.value : a.value % b.value);
        break;
    }
    return (struct expression){.constant = constant,
                               .relocated = a.relocated || b.relocated,
                               .value = (int64_t)value};
}
}

%%

text: %empty | text statement;

statement:
    head operands STOP
    {
        assembly->statement.span = (struct span){@1.begin, @2.end};
        assembly->instruction(assembly, &assembly->statement);
    }
  | head error STOP { yyerrok; };

head: MNEMONIC
    {
        assembly->statement.mnemonic = $1;
        assembly->statement.head = @1;
        assembly->statement.count = 0;
    };

operands: %empty | list;
list: operand | list ',' operand;

operand:
    REGISTER { add(assembly, OPERAND_REGISTER, @$)->reg = $1; }
  | expression
    {
        add(assembly, $1.substituted ? OPERAND_SUBSTITUTED : OPERAND_EXPRESSION, @$)->expression = $1;
    }
  | expression BASE
    {
        struct operand *operand = add(assembly, OPERAND_MEMORY, @$);
        operand->expression = $1;
        operand->offset = @1;
        operand->base = (struct span){@2.begin + 1, @2.end - 1};
        operand->reg = $2;
    }
  | BASE
    {
        struct operand *operand = add(assembly, OPERAND_MEMORY, @$);
        operand->expression.constant = true;
        operand->base = (struct span){@1.begin + 1, @1.end - 1};
        operand->reg = $1;
    };

expression:
    NUMBER
  | SYMBOL { $$ = (struct expression){.symbol = true}; }
  | SUBSTITUTED { $$ = (struct expression){.substituted = true}; }
  | RELOCATION '(' expression ')' { $$ = (struct expression){.relocated = true}; }
  | '(' expression ')' { $$ = $2; $$.substituted = false; }
  | '-' expression %prec UNARY { $$ = apply((struct expression){.constant = true}, '-', $2); }
  | '+' expression %prec UNARY { $$ = $2; $$.substituted = $$.symbol = false; }
  | '~' expression %prec UNARY
    { $$ = apply((struct expression){.constant = true, .value = -1}, '^', $2); }
  | expression '+' expression { $$ = apply($1, '+', $3); }
  | expression '-' expression { $$ = apply($1, '-', $3); }
  | expression '*' expression { $$ = apply($1, '*', $3); }
  | expression '/' expression { $$ = apply($1, '/', $3); }
  | expression '%' expression { $$ = apply($1, '%', $3); }
  | expression '&' expression { $$ = apply($1, '&', $3); }
  | expression '|' expression { $$ = apply($1, '|', $3); }
  | expression '^' expression { $$ = apply($1, '^', $3); }
  | expression "<<" expression { $$ = apply($1, '<', $3); }
  | expression ">>" expression { $$ = apply($1, '>', $3); };

%%
