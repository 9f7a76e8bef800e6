//! The troubles of demos and their settings.

use super::cases::{Case, case};

pub const DEMOS: &[Case] = &[
    case(
        "unknown-demo",
        &["run-demo", "nonsense"],
        "there is no demo `nonsense`",
        "没有 `nonsense` 这个演示",
        "demos",
    ),
    case(
        "similar",
        &["run-demo", "tcp-ehco", "--set", "message=a b"],
        "there is no demo `tcp-ehco`; did you mean `tcp-echo`?",
        "没有 `tcp-ehco` 这个演示；是不是想输入 `tcp-echo`？",
        "run-demo tcp-echo --set 'message=a b'",
    ),
    case(
        "similar",
        &["eject", "demx", "new"],
        "there is no demo `demx`; did you mean `demux`?",
        "没有 `demx` 这个演示；是不是想输入 `demux`？",
        "eject demux new",
    ),
    case(
        "knob-form",
        &["run-demo", "tcp-echo", "--set", "message"],
        "`message` is no setting; a setting is name=value",
        "`message` 不是设置；设置的写法是 名称=值",
        "run-demo tcp-echo --set message=hello",
    ),
    case(
        "knob-unknown",
        &["run-demo", "demux", "--set", "colour=red"],
        "demux has no knob `colour`; it has clients",
        "demux 没有旋钮 `colour`，它有 clients",
        "run-demo demux --set clients=200",
    ),
    case(
        "knob-unknown",
        &["eject", "tcp-echo", "--set", "round=2"],
        "tcp-echo has no knob `round`; it has message, clients, rounds, read_size",
        "tcp-echo 没有旋钮 `round`，它有 message、clients、rounds、read_size",
        "run-demo tcp-echo --set rounds=1",
    ),
    case(
        "knob-number",
        &["run-demo", "tcp-echo", "--set", "clients=two"],
        "the knob clients wants a whole number, not `two`",
        "旋钮 clients 要一个整数，不能是 `two`",
        "run-demo tcp-echo --set clients=1",
    ),
    case(
        "knob-number",
        &["run-demo", "tcp-echo", "--set", "clients=\u{1b}c"],
        r"the knob clients wants a whole number, not `\u{1b}c`",
        r"旋钮 clients 要一个整数，不能是 `\u{1b}c`",
        "run-demo tcp-echo --set clients=1",
    ),
    case(
        "knob-range",
        &["run-demo", "tcp-echo", "--set", "clients=51"],
        "the knob clients goes from 1 to 50",
        "旋钮 clients 的范围是 1 到 50",
        "run-demo tcp-echo --set clients=1",
    ),
    case(
        "knob-length",
        &["run-demo", "stream-merge", "--set", "words="],
        "the text of the knob words may be 1 to 1024 bytes long",
        "旋钮 words 的文字长度应为 1 到 1024 字节",
        "run-demo stream-merge --set 'words=LOGIN GET QUIT'",
    ),
    case(
        "knob-choice",
        &["run-demo", "both-wait", "--set", "first=me"],
        "the knob first is one of nobody, client, server",
        "旋钮 first 只能是 nobody、client、server 之一",
        "run-demo both-wait --set first=nobody",
    ),
    case(
        "seconds",
        &["run-demo", "tcp-echo", "--auto", "0"],
        "`0` is no pace; it goes from 0.05 to 60 seconds",
        "`0` 不能作为节奏，范围是 0.05 到 60 秒",
        "run-demo tcp-echo --auto 2",
    ),
    case(
        "seconds",
        &["run-demo", "tcp-echo", "--auto", "NaN"],
        "`NaN` is no pace; it goes from 0.05 to 60 seconds",
        "`NaN` 不能作为节奏，范围是 0.05 到 60 秒",
        "run-demo tcp-echo --auto 2",
    ),
    case(
        "seconds",
        &["run-demo", "tcp-echo", "--auto", "1e300"],
        "`1e300` is no pace; it goes from 0.05 to 60 seconds",
        "`1e300` 不能作为节奏，范围是 0.05 到 60 秒",
        "run-demo tcp-echo --auto 2",
    ),
    case(
        "no-visitors",
        &["run-demo", "demux", "--keep-open"],
        "demux has no server that could stay; these have: hello-two, daytime, tcp-echo, udp-echo, \
         broken-trio, three-shapes, crud",
        "demux 没有能一直开着的服务器；有的是 hello-two、daytime、tcp-echo、udp-echo、broken-trio、\
         three-shapes、crud",
        "run-demo crud --keep-open",
    ),
];
