#include "nbc/spelling.h"

#include "nbc/names.h"

#include <stdlib.h>

unsigned spell_qualifiers_of(CXType type) {
    return (clang_isConstQualifiedType(type) ? Q_CONST : 0) |
           (clang_isVolatileQualifiedType(type) ? Q_VOLATILE : 0) |
           (clang_isRestrictQualifiedType(type) ? Q_RESTRICT : 0);
}

/* With a blank after each. */
static char *qualifier_text(unsigned qualifiers) {
    return xasprintf(
        "%s%s%s%s", qualifiers & Q_SHARED ? "__shared " : "", qualifiers & Q_CONST ? "const " : "",
        qualifiers & Q_VOLATILE ? "volatile " : "", qualifiers & Q_RESTRICT ? "__restrict " : "");
}

char *spell_declaration(unsigned qualifiers, char *base, char *declarator) {
    if (!base) {
        free(declarator);
        return NULL;
    }
    char *before = qualifier_text(qualifiers);
    bool blank = *declarator && *declarator != '[';
    char *text = xasprintf("%s%s%s%s", before, base, blank ? " " : "", declarator);
    free(before);
    free(base);
    free(declarator);
    return text;
}

bool spell_has_name(CXCursor declaration) {
    if (clang_Cursor_isAnonymous(declaration) ||
        !clang_Cursor_isNull(clang_getSpecializedCursorTemplate(declaration)))
        return false;
    enum CXCursorKind parent = clang_getCursorKind(clang_getCursorSemanticParent(declaration));
    return parent == CXCursor_TranslationUnit || parent == CXCursor_LinkageSpec;
}

const char *spell_record_keyword(CXCursor declaration) {
    return clang_getCursorKind(declaration) == CXCursor_UnionDecl ? "union" : "struct";
}

/* Then its place is that of its keyword. */
bool spell_is_tagless(CXCursor declaration) {
    return clang_equalLocations(clang_getCursorLocation(declaration),
                                clang_getRangeStart(clang_getCursorExtent(declaration)));
}

char *spell_name(CXCursor declaration) {
    return names_spelling(clang_text(clang_getCursorSpelling(declaration)));
}

char *spell_tag(const char *keyword, CXCursor declaration) {
    char *name = spell_name(declaration);
    if (spell_is_tagless(declaration))
        return name;
    char *c_name = xasprintf("%s %s", keyword, name);
    free(name);
    return c_name;
}

bool spell_is_array(CXType type) {
    return type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray ||
           type.kind == CXType_VariableArray;
}

char *spell_array(CXType array, char *declarator) {
    char *text = array.kind == CXType_ConstantArray
                     ? xasprintf("%s[%lld]", declarator, clang_getArraySize(array))
                     : xasprintf("%s[]", declarator);
    free(declarator);
    return text;
}

char *spell_pointer(unsigned qualifiers, bool to_array, char *declarator) {
    char *inner = qualifier_text(qualifiers);
    char *text =
        to_array ? xasprintf("(*%s%s)", inner, declarator) : xasprintf("*%s%s", inner, declarator);
    free(inner);
    free(declarator);
    return text;
}

/* The base of a type, as it is spelled where C says the same by it as the source does. */
static char *exact_base(CXType type) {
    CXCursor declaration = clang_getTypeDeclaration(type);
    switch (type.kind) {
    case CXType_Bool: return xstrdup("bool");
    case CXType_Record:
        return spell_has_name(declaration)
                   ? spell_tag(spell_record_keyword(declaration), declaration)
                   : NULL;
    case CXType_Enum:
        return spell_has_name(declaration) && !clang_EnumDecl_isScoped(declaration) &&
                       clang_Type_getSizeOf(type) == 4
                   ? spell_tag("enum", declaration)
                   : NULL;
    default:
        if (type.kind < CXType_FirstBuiltin || type.kind > CXType_LastBuiltin ||
            clang_getAddressSpace(type))
            return NULL;
        return clang_text(clang_getTypeSpelling(clang_getUnqualifiedType(type)));
    }
}

char *spell_exactly(CXType type) {
    char *declarator = xstrdup("");
    unsigned qualifiers = 0;
    for (type = clang_getCanonicalType(type);;) {
        qualifiers |= spell_qualifiers_of(type);
        if (spell_is_array(type)) {
            declarator = spell_array(type, declarator);
            type = clang_getArrayElementType(type);
        } else if (type.kind == CXType_Pointer) {
            type = clang_getPointeeType(type);
            declarator = spell_pointer(qualifiers, spell_is_array(type), declarator);
            qualifiers = 0;
        } else {
            return spell_declaration(qualifiers, exact_base(type), declarator);
        }
    }
}
