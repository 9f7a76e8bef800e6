//! The troubles of files: records, folders and courses that cannot be read or made.

use super::cases::{Case, case};

pub const FILES: &[Case] = &[
    case(
        "cannot-write",
        &["run-demo", "tcp-echo", "--save", "file/x.jsonl"],
        "cannot write file/x.jsonl: Not a directory (os error 20)",
        "无法写入 file/x.jsonl：“Not a directory (os error 20)”",
        "run-demo tcp-echo --save [DIR]/x.jsonl",
    ),
    case(
        "cannot-read",
        &["replay", "nowhere.jsonl"],
        "cannot read nowhere.jsonl: No such file or directory (os error 2)",
        "无法读取 nowhere.jsonl：“No such file or directory (os error 2)”",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "cannot-read",
        &["replay", "full"],
        "cannot read full: it is a folder",
        "无法读取 full：这是一个文件夹",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "empty.jsonl"],
        "empty.jsonl:1: this is no record of a run: it is empty",
        "empty.jsonl:1：这不是一次运行的记录：文件是空的",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "cut.jsonl"],
        "cut.jsonl:2: this is no record of a run: EOF while parsing a string (column 18)",
        "cut.jsonl:2：这不是一次运行的记录：“EOF while parsing a string”（第 18 列）",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "newer.jsonl"],
        "newer.jsonl:1: this is no record of a run: its schema 2 is newer than this program",
        "newer.jsonl:1：这不是一次运行的记录：它的 schema 2 比这个程序新",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "no-start.jsonl"],
        "no-start.jsonl:1: this is no record of a run: it does not begin with a start line",
        "no-start.jsonl:1：这不是一次运行的记录：第一行不是 start",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "binary.jsonl"],
        "binary.jsonl:1: this is no record of a run: it is no UTF-8 text",
        "binary.jsonl:1：这不是一次运行的记录：不是 UTF-8 文本",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "bad-record",
        &["replay", "long.jsonl"],
        "long.jsonl:1: this is no record of a run: it is too long",
        "long.jsonl:1：这不是一次运行的记录：太长了",
        "run-demo tcp-echo --save echo.trace.jsonl",
    ),
    case(
        "not-empty",
        &["eject", "demux", "full"],
        "full is there already and is not empty",
        "full 已经存在，而且不是空的",
        "eject demux my-demux",
    ),
    case(
        "not-empty",
        &["eject", "demux", "file"],
        "file is there already and is not empty",
        "file 已经存在，而且不是空的",
        "eject demux my-demux",
    ),
    case(
        "eject-lab",
        &["eject", "handshake"],
        "handshake runs in the packet laboratory inside this program, and std has none: there is no project of it",
        "handshake 在本程序内的分组实验室里运行，而 std 没有这样的实验室，所以没有可以导出的项目",
        "eject tcp-echo",
    ),
    case(
        "cannot-make",
        &["eject", "demux", "file/x"],
        "cannot make file/x: Not a directory (os error 20)",
        "无法建立 file/x：“Not a directory (os error 20)”",
        "eject demux my-demux",
    ),
    case(
        "cannot-capture",
        &["replay", "frames.jsonl", "--pcapng", "file/x.pcapng"],
        "cannot write file/x.pcapng: Not a directory (os error 20)",
        "无法写入 file/x.pcapng：“Not a directory (os error 20)”",
        "replay frames.jsonl --pcapng [DIR]/x.pcapng",
    ),
    case(
        "no-frames",
        &["run-demo", "tcp-echo", "--pcapng", "x.pcapng"],
        "tcp-echo has no frames to write: its evidence is system calls, and what passes through the \
         loopback of this machine only an administrator may capture",
        "tcp-echo 没有帧可写：它的证据是系统调用，而本机回环上经过的数据只有管理员才可以抓取",
        "demos",
    ),
    case(
        "no-frames",
        &["replay", "udp-echo", "--pcapng", "x.pcapng"],
        "udp-echo has no frames to write: its evidence is system calls, and what passes through the \
         loopback of this machine only an administrator may capture",
        "udp-echo 没有帧可写：它的证据是系统调用，而本机回环上经过的数据只有管理员才可以抓取",
        "demos",
    ),
    case(
        "unknown-host",
        &[
            "replay",
            "frames.jsonl",
            "--pcapng",
            "x.pcapng",
            "--capture-at",
            "ruoter",
        ],
        "no frame passes a host `ruoter` in this run; these are there: client, router",
        "这次运行里没有帧经过主机 `ruoter`；有的是 client, router",
        "replay frames.jsonl --pcapng x.pcapng --capture-at router",
    ),
];
