//! HTTP/1.1 as text: what a request says, and how an answer is written. No socket is touched here.
//!
//! Everything a browser sends is taken for hostile: what is too long, unclear, or asked for under
//! a name that is not ours is refused. Bodies in chunks are not understood.

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 8192;

/// A status as it stands in an answer: `404 Not Found`.
pub type Status = &'static str;

pub const BAD: Status = "400 Bad Request";
pub const NOT_FOUND: Status = "404 Not Found";
pub const LATE: Status = "408 Request Timeout";
pub const NO_CONTENT: Status = "204 No Content";

pub struct Request {
    pub method: String,
    /// Without what follows a `?`.
    pub path: String,
    /// Whether Chinese is the first language asked for.
    pub chinese: bool,
    /// The client says that no further one follows on this connection.
    close: bool,
    /// UTF-8; empty if there is none.
    pub body: String,
}

pub struct Answer {
    pub status: Status,
    /// Further lines of the head, each with its line end.
    pub fields: String,
    pub body: String,
}

/// Takes the first request out of what a server at `port` has received; `None` while some of it
/// is missing. A body has at most `longest` bytes.
///
/// # Errors
/// The status that says what is wrong. Where a next request would begin is unknown then.
pub fn take(received: &mut Vec<u8>, port: u16, longest: usize) -> Result<Option<Request>, Status> {
    let end = end_of_head(received);
    if end.unwrap_or(received.len()) > LONGEST_HEAD {
        return Err("431 Request Header Fields Too Large");
    }
    let Some(end) = end else {
        return Ok(None);
    };
    let (mut request, length) = head(&String::from_utf8_lossy(&received[..end]), port)?;
    if length > longest {
        return Err("413 Content Too Large");
    }
    let Some(body) = received.get(end..end + length) else {
        return Ok(None);
    };
    request.body = String::from_utf8(body.to_vec()).map_err(|_| BAD)?;
    received.drain(..end + length);
    Ok(Some(request))
}

/// The head ends with an empty line. Whoever types by hand ends lines without a `\r`.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let ends = (0..bytes.len()).filter(|at| bytes[*at] == b'\n');
    let mut ends = ends.filter_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    });
    ends.next()
}

/// Reads a head: the request, still without its body, and how long the body is.
fn head(text: &str, port: u16) -> Result<(Request, usize), Status> {
    let mut lines = text.lines();
    let words: Vec<&str> = lines.next().unwrap_or("").split(' ').collect();
    let [method, target, version] = words[..] else {
        return Err(BAD);
    };
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return Err("505 HTTP Version Not Supported");
    }
    let mut close = version == "HTTP/1.0";
    let (mut host, mut origin, mut length) = (None, None, None);
    let (mut in_chunks, mut chinese) = (false, false);
    for line in lines.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(BAD)?;
        let value = value.trim_matches([' ', '\t']);
        if name.is_empty() || name.contains([' ', '\t', '\r']) || value.contains(['\r', '\0']) {
            return Err(BAD);
        }
        let said = value.to_ascii_lowercase();
        match name.to_ascii_lowercase().as_str() {
            "host" if host.is_none() => host = Some(value),
            "content-length" if length.is_none() => length = Some(value),
            "host" | "content-length" => return Err(BAD),
            "transfer-encoding" => in_chunks = true,
            "origin" => origin = Some(value),
            "accept-language" => chinese = said.starts_with("zh"),
            "connection" => close |= said.split(',').any(|option| option.trim() == "close"),
            "expect" => return Err("417 Expectation Failed"),
            _ => {}
        }
    }
    let mut host = host.ok_or(BAD)?;
    let mut path = target;
    // What a proxy is asked for: as good as a path and a `Host`.
    if let Some(url) = target.strip_prefix("http://") {
        (host, path) = url.split_at(url.find('/').ok_or(BAD)?);
    }
    // A page from elsewhere must not reach us under a name that it made point here.
    let names = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    if !names.iter().any(|name| name.eq_ignore_ascii_case(host)) {
        return Err("421 Misdirected Request");
    }
    // Nor may the script of such a page write here.
    if origin.is_some_and(|origin| origin != format!("http://{host}")) {
        return Err("403 Forbidden");
    }
    let has_body = in_chunks || matches!(method, "POST" | "PUT");
    let length = match length {
        Some(_) if in_chunks => return Err(BAD),
        Some(digits) => self::length(digits).ok_or(BAD)?,
        None if has_body => return Err("411 Length Required"),
        None => 0,
    };
    let request = Request {
        method: method.to_string(),
        path: path.split('?').next().unwrap_or("").to_string(),
        chinese,
        close,
        body: String::new(),
    };
    Ok((request, length))
}

/// A number of bytes: digits and nothing else, for `parse` alone would take `+1`. More than a
/// machine can count is too much in any case.
fn length(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// The answer of a `status` alone.
pub fn refuse(status: Status) -> Answer {
    Answer {
        status,
        fields: "Content-Type: text/plain\r\n".to_string(),
        body: format!("{status}\n"),
    }
}

/// The answer where only `methods` can be asked for.
pub fn refuse_method(methods: &str) -> Answer {
    let mut answer = refuse("405 Method Not Allowed");
    answer.fields += &format!("Allow: {methods}\r\n");
    answer
}

/// An answer as it is sent, and whether it is the last one on its connection: because the client
/// said so, because the server does, or because there was no request one could understand.
pub fn compose(answer: &Answer, request: Option<&Request>, close: bool) -> (String, bool) {
    let Answer {
        status,
        fields,
        body,
    } = answer;
    let is_last = close || request.is_none_or(|request| request.close);
    let mut text = format!("HTTP/1.1 {status}\r\n{fields}");
    if is_last {
        text += "Connection: close\r\n";
    }
    if *status != NO_CONTENT {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    text += "\r\n";
    // To `HEAD` all is said but the body.
    if request.is_none_or(|request| request.method != "HEAD") {
        text += body;
    }
    (text, is_last)
}

/// Whether a client has received a whole answer: its head, and as much body as the head says.
pub fn is_whole(received: &[u8]) -> bool {
    let Some(end) = end_of_head(received) else {
        return false;
    };
    let head = String::from_utf8_lossy(&received[..end]);
    let mut lines = head.lines();
    let digits = lines.find_map(|line| line.strip_prefix("Content-Length: "));
    received.len() - end >= digits.and_then(length).unwrap_or(0)
}

/// Text as HTML: what would begin a tag is written in another way.
pub fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
