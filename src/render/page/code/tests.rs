use super::*;
use proptest::prelude::{any, prop_assert_eq, proptest};

/// The lines of a block with the kind of each piece that is not plain.
fn shown(info: &str, code: &str) -> String {
    let mut lexer = Lexer::new(info);
    let mut out = String::new();
    for line in code.lines() {
        let mut tokens = Vec::new();
        lexer.line(line, &mut tokens);
        for (token, text) in tokens {
            match token {
                Token::Plain => out.push_str(text),
                _ => out.push_str(&format!("‹{}:{text}›", &format!("{token:?}")[..1])),
            }
        }
        out.push('\n');
    }
    out.trim_end().to_string()
}

#[test]
fn rust() {
    assert_eq!(
        shown("rust,ignore", "let a: u8 = b'x'; // c"),
        "‹K:let› a: ‹T:u8› = ‹T:b'x'›; ‹C:// c›"
    );
    assert_eq!(
        shown("rust", "/* a /* b */\nc */ d"),
        "‹C:/* a /* b */›\n‹C:c */› d"
    );
    assert_eq!(shown("rust", "r#\"a\"\nb\"# c"), "‹T:r#\"a\"›\n‹T:b\"#› c");
    assert_eq!(shown("rust", "\"a\\\"\nb\" c"), "‹T:\"a\\\"›\n‹T:b\"› c");
    assert_eq!(
        shown("rust", "fn f<'a>(s: &'a str)"),
        "‹K:fn› f<‹T:'a›>(s: &‹T:'a› ‹T:str›)"
    );
    assert_eq!(
        shown("rust", "println!(\"{}\", 0..1_0.5)"),
        "‹F:println›!(‹T:\"{}\"›, ‹N:0›..‹N:1_0.5›)"
    );
    assert_eq!(
        shown("rust", "#[derive(X)] Vec::new()"),
        "‹M:#[derive(X)]› ‹T:Vec›::‹F:new›()"
    );
    assert_eq!(shown("rust", "'中' bar break_"), "‹T:'中'› bar break_");
}

#[test]
fn other_programs() {
    assert_eq!(
        shown("python", "'''a\n# b''' # c\n@x.y\ndef f(): f\"{a}\""),
        "‹T:'''a›\n‹T:# b'''› ‹C:# c›\n‹M:@x.y›\n‹K:def› ‹F:f›(): ‹T:f\"{a}\"›"
    );
    assert_eq!(
        shown("c", "  #include <a.h> // b\nint f(char c) { return 'x'; }"),
        "  ‹M:#include› ‹T:<a.h>› ‹C:// b›\n‹T:int› ‹F:f›(‹T:char› c) { ‹K:return› ‹T:'x'›; }"
    );
    assert_eq!(
        shown("c", "/* a\n/* b */ c \"d"),
        "‹C:/* a›\n‹C:/* b */› c ‹T:\"d›"
    );
    assert_eq!(
        shown("go", "x := `a\nb` + nil"),
        "x := ‹T:`a›\n‹T:b`› + ‹K:nil›"
    );
    assert_eq!(
        shown("js", "await `a\n${b}`"),
        "‹K:await› ‹T:`a›\n‹T:${b}`›"
    );
    assert_eq!(
        shown("java", "@Override var s = \"\"\"\na\"\"\";"),
        "‹M:@Override› ‹K:var› s = ‹T:\"\"\"›\n‹T:a\"\"\"›;"
    );
}

#[test]
fn shells() {
    assert_eq!(
        shown("bash", "A=1 nc -l $PORT | grep 'a\nb' # c"),
        "‹N:A=1› ‹F:nc› -l ‹N:$PORT› | ‹F:grep› ‹T:'a›\n‹T:b'› ‹C:# c›"
    );
    assert_eq!(
        shown("sh", "if true; then echo a#b; fi"),
        "‹K:if› ‹F:true›; ‹K:then› ‹F:echo› a#b; ‹K:fi›"
    );
    assert_eq!(
        shown("console", "$ echo 'a\nb' c\na $x"),
        "‹P:$ ›‹F:echo› ‹T:'a›\n‹T:b'› c\n‹O:a $x›"
    );
}

#[test]
fn formats() {
    assert_eq!(
        shown("json", "{\"a\": [1, true, \"b\"]}"),
        "{‹N:\"a\"›: [‹N:1›, ‹K:true›, ‹T:\"b\"›]}"
    );
    assert_eq!(
        shown("toml", "[a.b] # c\nd = \"e\" # f\ng = '''h\n# i'''"),
        "‹T:[a.b]› ‹C:# c›\n‹N:d ›= ‹T:\"e\"› ‹C:# f›\n‹N:g ›= ‹T:'''h›\n‹T:# i'''›"
    );
    assert_eq!(
        shown("http", "GET / HTTP/1.1\nHost: a:1\n\nHTTP/1.1 200 OK"),
        "‹K:GET› /‹K: HTTP/1.1›\n‹N:Host›: a:1\n\n‹K:HTTP/1.1› ‹N:200› OK"
    );
    assert_eq!(shown("", "let \"a"), "let \"a");
    assert_eq!(shown("diagram", "┌──┐"), "┌──┐");
}

const INFOS: [&str; 12] = [
    "rust", "python", "c", "go", "java", "js", "bash", "console", "toml", "json", "http", "text",
];

proptest! {
    #[test]
    fn no_character_is_lost(
        language in 0..INFOS.len(),
        lines in proptest::collection::vec("([\"'`#/*\\\\\\[\\]$@<>:=rbf_a1é中 {}.-]|HTTP/){0,24}", 0..8),
        wild in any::<String>(),
    ) {
        let mut lexer = Lexer::new(INFOS[language]);
        for line in lines.iter().map(String::as_str).chain(wild.lines()) {
            let mut tokens = Vec::new();
            lexer.line(line, &mut tokens);
            let together: String = tokens.iter().map(|(_, text)| *text).collect();
            prop_assert_eq!(together, line);
        }
    }
}
