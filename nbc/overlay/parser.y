/* The grammar of overlay programs. docs/overlay.md has it, too, and is checked against this. */
%code requires {
#include "nbc/overlay/reading.h"
}
%code provides {
int overlay_parser_parse(void *scanner, struct reading *reading);
}
%define api.prefix {overlay_parser_}
%define api.pure full
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%param {void *scanner} {struct reading *reading}

%union {
    struct word word;
    struct word_list words;
    uint64_t number;
    enum direction direction;
    enum operator operator;
    struct expression *expression;
    struct expression_list expressions;
    struct parameter_syntax parameter;
    struct command_syntax command;
    struct overlay_syntax overlay;
    struct chain_syntax chain;
    struct call_syntax call;
    struct statement statement;
    struct statement_list statements;
    struct declaration declaration;
}

%token END 0 "end of file"
%token FOR "for" IF "if"
%token <word> OVERLAY "overlay" COMMAND "command" ENQUEUE "enqueue" IN "in" OUT "out" INOUT "inout"
%token <word> TYPE "type" TAG "struct" NAME "name" FLOATING "floating constant"
%token <number> INTEGER "number"
%token OR "||" AND "&&" EQUAL "==" UNEQUAL "!=" LESS_EQUAL "<=" GREATER_EQUAL ">="
%token SHIFT_LEFT "<<" SHIFT_RIGHT ">>" INCREMENT "++" ADD_ASSIGN "+="
/* Braces in parentheses. */
%token LIST_BEGIN "{" LIST_END "}"

%type <word> name type type_words step
%type <words> names some_names
%type <expression> expression primary argument
%type <expressions> arguments some_arguments extents options more_arguments
%type <direction> direction
%type <number> brackets relation
%type <parameter> parameter
%type <command> parameters some_parameters command
%type <overlay> commands
%type <call> call
%type <chain> calls
%type <declaration> declarator
%type <statement> overlay loop enqueue chain
%type <statements> all item items body declarations

%destructor { word_free(&$$); } <word>
%destructor { word_list_free(&$$); } <words>
%destructor { expression_free($$); } <expression>
%destructor { expression_list_free(&$$); } <expressions>
%destructor { word_free(&$$.type); word_free(&$$.name); } <parameter>
%destructor { command_syntax_free(&$$); } <command>
%destructor { overlay_syntax_free(&$$); } <overlay>
%destructor { word_free(&$$.method); expression_list_free(&$$.arguments); } <call>
%destructor { chain_syntax_free(&$$); } <chain>
%destructor { statement_free(&$$); } <statement>
%destructor { statement_list_free(&$$); } <statements>
%destructor { free_declaration(&$$); } <declaration>

%precedence '?'
%precedence ':'
%left "||"
%left "&&"
%left '|'
%left '^'
%left '&'
%left "==" "!="
%left '<' '>' "<=" ">="
%left "<<" ">>"
%left '+' '-'
%left '*' '/' '%'
%precedence UNARY

%code {
#include "nbc/overlay/build.h"
#include "support/alloc.h"
#include "support/array.h"

#include <stdlib.h>

#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    do {                                                                                           \
        (current).begin = (n) ? YYRHSLOC(rhs, 1).begin : YYRHSLOC(rhs, 0).end;                     \
        (current).end = (n) ? YYRHSLOC(rhs, (n)).end : YYRHSLOC(rhs, 0).end;                       \
    } while (0)
/* A thousand loops in loops are an error of ours, and not one of the parser's stack. */
#define YYMAXDEPTH 100000
#define YYMALLOC xmalloc

int overlay_parser_lex(OVERLAY_PARSER_STYPE *value, struct span *span, void *scanner,
                       struct reading *reading);
static void overlay_parser_error(struct span *span, void *scanner, struct reading *reading,
                                 const char *message);

static void free_declaration(struct declaration *declaration) {
    struct statement statement = {.kind = STATEMENT_DECLARATION, .declaration = *declaration};
    statement_free(&statement);
}
}

%%

program: all { reading->program = $1; };

all:
    %empty { $$ = (struct statement_list){0}; }
  | all item { $$ = build_append($1, $2); }
  | all error ';' { $$ = $1; yyerrok; }
  | all error '}' { $$ = $1; yyerrok; };

/* In loops. */
items:
    %empty { $$ = (struct statement_list){0}; }
  | items item { $$ = build_append($1, $2); }
  | items error ';' { $$ = $1; yyerrok; };

item:
    declarations ';' { $$ = $1; }
  | overlay { $$ = build_single($1); }
  | loop { $$ = build_single($1); }
  | enqueue ';' { $$ = build_single($1); }
  | chain ';' { $$ = build_single($1); }
  | ';' { $$ = (struct statement_list){0}; };

/* ---- declarations ---- */

declarations:
    type declarator { $$ = build_declaration((struct statement_list){0}, $1, $2, @$); }
  | declarations ',' declarator { $$ = build_next_declaration($1, $3, @3); };

type:
    type_words
  | NAME
  | TAG NAME { $$ = build_type($1, $2, @$); };

type_words:
    TYPE
  | type_words TYPE { $$ = build_type($1, $2, @$); };

declarator:
    name extents { $$ = (struct declaration){.name = $1, .extents = $2}; }
  | name '=' expression { $$ = (struct declaration){.name = $1, .value = $3}; };

extents:
    %empty { $$ = (struct expression_list){0}; }
  | extents '[' expression ']' { $$ = build_add($1, $3); };

/* Words that mean something in one place are names in others. */
name: NAME | OVERLAY | COMMAND | ENQUEUE | IN | OUT | INOUT;

/* ---- overlays ---- */

overlay:
    OVERLAY name options '{' commands '}'
    { $$ = build_overlay($1, $2, $3, $5, @$); }
  | OVERLAY name options '{' commands error '}'
    { $$ = build_overlay($1, $2, $3, $5, @$); yyerrok; };

options:
    %empty { $$ = (struct expression_list){0}; }
  | '(' arguments ')' { $$ = $2; };

commands:
    %empty { $$ = (struct overlay_syntax){0}; }
  | commands command { $$ = $1; *ARRAY_ADD($$.commands, $$.count) = $2; }
  | commands error ';' { $$ = $1; yyerrok; };

command:
    COMMAND '(' expression ',' name ',' "{" parameters "}" ')' ';'
    { $$ = build_command($1, $3, $5, $8, @5); };

parameters:
    %empty { $$ = (struct command_syntax){0}; }
  | some_parameters;

some_parameters:
    parameter { $$ = build_parameter((struct command_syntax){0}, $1); }
  | some_parameters ',' parameter { $$ = build_parameter($1, $3); };

parameter:
    direction type name brackets
    {
        $$ = (struct parameter_syntax){.direction = $1, .type = $2, .name = $3,
                                       .rank = (unsigned)$4, .span = @$};
    };

direction:
    %empty { $$ = DIRECTION_NONE; }
  | IN { $$ = DIRECTION_IN; word_free(&$1); }
  | OUT { $$ = DIRECTION_OUT; word_free(&$1); }
  | INOUT { $$ = DIRECTION_INOUT; word_free(&$1); };

brackets:
    %empty { $$ = 0; }
  | brackets '[' ']' { $$ = $1 + 1; };

/* ---- loops and tasks ---- */

loop:
    FOR '(' name '=' expression ';' name relation expression ';' step ')' body
    {
        $$ = build_loop(reading, (struct word[]){$3, $7, $11}, $5, $9, $13, @$);
        $$.loop.inclusive = $8;
    };

relation:
    '<' { $$ = false; }
  | "<=" { $$ = true; };

step:
    name "++"
  | "++" name { $$ = $2; }
  | name "+=" INTEGER { $$ = build_step(reading, $1, $3, @3); };

body:
    item
  | '{' items '}' { $$ = $2; }
  | '{' items error '}' { $$ = $2; yyerrok; };

enqueue:
    name '(' names ')' '=' ENQUEUE '(' name ',' expression more_arguments ')'
    { $$ = build_enqueue($1, $3, $6, $8, $10, $11, @$); };

names:
    %empty { $$ = (struct word_list){0}; }
  | some_names;

some_names:
    name { $$ = (struct word_list){0}; *ARRAY_ADD($$.items, $$.count) = $1; }
  | some_names ',' name { $$ = $1; *ARRAY_ADD($$.items, $$.count) = $3; };

more_arguments:
    %empty { $$ = (struct expression_list){0}; }
  | ',' some_arguments { $$ = $2; };

/* ---- what is said of tasks ---- */

chain:
    name calls { $$ = build_chain($1, $2, NULL, @$); }
  | name calls IF '(' expression ')' { $$ = build_chain($1, $2, $5, @$); };

calls:
    call { $$ = build_call((struct chain_syntax){0}, $1); }
  | calls call { $$ = build_call($1, $2); };

call: '.' name '(' arguments ')' { $$ = (struct call_syntax){.method = $2, .arguments = $4}; };

arguments:
    %empty { $$ = (struct expression_list){0}; }
  | some_arguments;

some_arguments:
    argument { $$ = build_add((struct expression_list){0}, $1); }
  | some_arguments ',' argument { $$ = build_add($1, $3); };

argument:
    expression
  | name '=' expression { $$ = build_binding($1, $3, @$); }
  | "{" arguments "}" { $$ = build_parts(EXPRESSION_LIST, $2, @$); };

/* ---- expressions ---- */

expression:
    primary
  | expression '?' expression ':' expression { $$ = build_conditional(reading, $1, $3, $5, @$); }
  | expression "||" expression { $$ = build_binary(reading, OPERATOR_OR, $1, $3, @$); }
  | expression "&&" expression { $$ = build_binary(reading, OPERATOR_AND, $1, $3, @$); }
  | expression '|' expression { $$ = build_binary(reading, OPERATOR_BIT_OR, $1, $3, @$); }
  | expression '^' expression { $$ = build_binary(reading, OPERATOR_BIT_XOR, $1, $3, @$); }
  | expression '&' expression { $$ = build_binary(reading, OPERATOR_BIT_AND, $1, $3, @$); }
  | expression "==" expression { $$ = build_binary(reading, OPERATOR_EQUAL, $1, $3, @$); }
  | expression "!=" expression { $$ = build_binary(reading, OPERATOR_UNEQUAL, $1, $3, @$); }
  | expression '<' expression { $$ = build_binary(reading, OPERATOR_LESS, $1, $3, @$); }
  | expression '>' expression { $$ = build_binary(reading, OPERATOR_GREATER, $1, $3, @$); }
  | expression "<=" expression { $$ = build_binary(reading, OPERATOR_LESS_EQUAL, $1, $3, @$); }
  | expression ">=" expression { $$ = build_binary(reading, OPERATOR_GREATER_EQUAL, $1, $3, @$); }
  | expression "<<" expression { $$ = build_binary(reading, OPERATOR_SHIFT_LEFT, $1, $3, @$); }
  | expression ">>" expression { $$ = build_binary(reading, OPERATOR_SHIFT_RIGHT, $1, $3, @$); }
  | expression '+' expression { $$ = build_binary(reading, OPERATOR_ADD, $1, $3, @$); }
  | expression '-' expression { $$ = build_binary(reading, OPERATOR_SUBTRACT, $1, $3, @$); }
  | expression '*' expression { $$ = build_binary(reading, OPERATOR_MULTIPLY, $1, $3, @$); }
  | expression '/' expression { $$ = build_binary(reading, OPERATOR_DIVIDE, $1, $3, @$); }
  | expression '%' expression { $$ = build_binary(reading, OPERATOR_REMAINDER, $1, $3, @$); }
  | '-' expression %prec UNARY { $$ = build_unary(reading, OPERATOR_NEGATE, $2, @$); }
  | '!' expression %prec UNARY { $$ = build_unary(reading, OPERATOR_NOT, $2, @$); }
  | '~' expression %prec UNARY { $$ = build_unary(reading, OPERATOR_COMPLEMENT, $2, @$); }
  | '+' expression %prec UNARY { $$ = $2; };

primary:
    INTEGER { $$ = build_integer($1, @$); }
  | FLOATING { $$ = build_named(EXPRESSION_FLOATING, $1, @$); }
  | name { $$ = build_named(EXPRESSION_NAME, $1, @$); }
  | name '(' arguments ')' { $$ = build_call_of(reading, $1, $3, @$); }
  | name '.' name '(' arguments ')' { $$ = build_view(reading, $1, $3, $5, @$); }
  | '(' expression ')' { $$ = $2; };

%%

/* The parser's stack is full. */
static void overlay_parser_error(struct span *span, void *scanner, struct reading *reading,
                                 const char *message) {
    reading_error(reading, *span, "this is nested too deeply");
}

static int yyreport_syntax_error(const yypcontext_t *context, void *scanner,
                                 struct reading *reading) {
    enum { MOST = 4 };
    yysymbol_kind_t expected[MOST];
    const char *names[MOST];
    int count = yypcontext_expected_tokens(context, expected, MOST);
    for (int i = 0; i < count; i++)
        names[i] = yysymbol_name(expected[i]);
    build_syntax_error(reading, *yypcontext_location(context),
                       yysymbol_name(yypcontext_token(context)), names, count > 0 ? count : 0);
    return 0;
}
