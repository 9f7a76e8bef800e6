//! The languages the lexer knows.

/// How a block is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Language {
    Plain,
    Program(&'static Rules),
    Console,
    Http,
    Json,
    Toml,
}

/// What differs between programming languages.
#[derive(Debug)]
pub(super) struct Rules {
    pub keywords: &'static [&'static str],
    /// Types that do not begin with a capital.
    pub types: &'static [&'static str],
    pub line_comment: &'static str,
    pub block_comment: bool,
    /// Block comments nest, attributes are `#[…]`, raw strings, lifetimes.
    pub rust: bool,
    /// `"""` or `'''` begins a text over lines.
    pub triple_quotes: bool,
    /// A text between backticks goes over lines.
    pub backticks: bool,
    /// `@name` is a decorator.
    pub decorators: bool,
    /// A line that begins with `#` is for the preprocessor.
    pub preprocessor: bool,
    /// The first word is a command, `$name` is a variable, texts go over lines.
    pub shell: bool,
}

const NONE: Rules = Rules {
    keywords: &[],
    types: &[],
    line_comment: "//",
    block_comment: false,
    rust: false,
    triple_quotes: false,
    backticks: false,
    decorators: false,
    preprocessor: false,
    shell: false,
};

impl Language {
    /// The language an info string names: `rust`, `rust,ignore`, `py title="x"`.
    pub fn of(info: &str) -> Language {
        let name = info
            .split([' ', ',', '{', '\t'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match name.as_str() {
            "rust" | "rs" => Language::Program(&RUST),
            "python" | "py" | "python3" => Language::Program(&PYTHON),
            "c" | "h" | "cpp" | "c++" => Language::Program(&C),
            "go" | "golang" => Language::Program(&GO),
            "java" => Language::Program(&JAVA),
            "javascript" | "js" | "typescript" | "ts" => Language::Program(&JAVASCRIPT),
            "bash" | "sh" | "shell" | "zsh" => Language::Program(&SHELL),
            "console" | "shell-session" | "terminal" => Language::Console,
            "toml" => Language::Toml,
            "json" | "jsonl" => Language::Json,
            "http" => Language::Http,
            _ => Language::Plain,
        }
    }
}

static RUST: Rules = Rules {
    keywords: &[
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
        "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move",
        "mut", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
        "type", "unsafe", "use", "where", "while",
    ],
    types: &[
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ],
    block_comment: true,
    rust: true,
    ..NONE
};

static PYTHON: Rules = Rules {
    keywords: &[
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield",
    ],
    types: &[
        "bool",
        "bytes",
        "bytearray",
        "dict",
        "float",
        "int",
        "list",
        "object",
        "set",
        "str",
        "tuple",
    ],
    line_comment: "#",
    triple_quotes: true,
    decorators: true,
    ..NONE
};

static C: Rules = Rules {
    keywords: &[
        "break", "case", "const", "continue", "default", "do", "else", "enum", "extern", "for",
        "goto", "if", "inline", "return", "sizeof", "static", "struct", "switch", "typedef",
        "union", "volatile", "while",
    ],
    types: &[
        "bool",
        "char",
        "double",
        "float",
        "int",
        "int16_t",
        "int32_t",
        "int64_t",
        "int8_t",
        "long",
        "short",
        "sa_family_t",
        "signed",
        "size_t",
        "sockaddr",
        "sockaddr_in",
        "sockaddr_in6",
        "sockaddr_storage",
        "socklen_t",
        "ssize_t",
        "uint16_t",
        "uint32_t",
        "uint64_t",
        "uint8_t",
        "unsigned",
        "void",
    ],
    block_comment: true,
    preprocessor: true,
    ..NONE
};

static GO: Rules = Rules {
    keywords: &[
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "false",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "nil",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "true",
        "type",
        "var",
    ],
    types: &[
        "any", "bool", "byte", "error", "float32", "float64", "int", "int16", "int32", "int64",
        "int8", "rune", "string", "uint", "uint16", "uint32", "uint64", "uint8",
    ],
    block_comment: true,
    backticks: true,
    ..NONE
};

static JAVA: Rules = Rules {
    keywords: &[
        "abstract",
        "break",
        "case",
        "catch",
        "class",
        "continue",
        "default",
        "do",
        "else",
        "enum",
        "extends",
        "false",
        "final",
        "finally",
        "for",
        "if",
        "implements",
        "import",
        "instanceof",
        "interface",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "record",
        "return",
        "static",
        "super",
        "switch",
        "synchronized",
        "this",
        "throw",
        "throws",
        "true",
        "try",
        "var",
        "volatile",
        "while",
    ],
    types: &[
        "boolean", "byte", "char", "double", "float", "int", "long", "short", "void",
    ],
    block_comment: true,
    triple_quotes: true,
    decorators: true,
    ..NONE
};

static JAVASCRIPT: Rules = Rules {
    keywords: &[
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "default",
        "delete",
        "do",
        "else",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "if",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "of",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "type",
        "typeof",
        "undefined",
        "var",
        "while",
        "yield",
    ],
    types: &["any", "boolean", "number", "string", "unknown", "void"],
    block_comment: true,
    backticks: true,
    ..NONE
};

pub(super) static SHELL: Rules = Rules {
    keywords: &[
        "case", "do", "done", "elif", "else", "esac", "export", "fi", "for", "function", "if",
        "in", "local", "return", "then", "until", "while",
    ],
    line_comment: "#",
    shell: true,
    ..NONE
};
