//! Measured numbers over time: a chart for each scale, one below the other, with one axis of time.
//!
//! The axes span the whole record, so that they stay where they are; the curves go up to the moment
//! that is shown. Curves of one chart differ in how they are drawn and not in colour alone.

mod plot;

use crate::doc::Notice;
use crate::lang::fill;
use crate::reader::theatre::curves::Curve;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::Item;
use crate::render::frame::milliseconds;
use crate::render::page::cells::width as columns;
use crate::render::page::row::{Role, Row};
use crate::render::{bytes, gauge};

use super::line::{Line, clip};
use super::signs::signs;
use plot::{Area, Plot};

/// Columns before the axis: a number of bytes with seven digits.
const AXIS: usize = 8;

/// Values this many times smaller than the largest have a chart of their own.
const SPREAD: i64 = 8;

/// So do the windows of the peer and of the sender when the one is this many times the other: each
/// is looked at for itself.
const WINDOWS: i64 = 2;

/// A chart lower than this shows nothing.
const LOWEST: usize = 2;

/// And one higher than this shows no more.
const HIGHEST: usize = 12;

/// How a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pen {
    Line,
    Filled,
    Dashes,
    Dots,
}

impl Pen {
    fn usual(name: &str) -> Option<Pen> {
        Some(match name {
            "congestion_window" | "round_trip_time" => Pen::Line,
            "in_flight" => Pen::Filled,
            "slow_start_threshold" | "retransmission_timeout" => Pen::Dashes,
            "send_window" => Pen::Dots,
            _ => return None,
        })
    }

    fn sample(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Pen::Line, false) => "⠒",
            (Pen::Line, true) => "*",
            (Pen::Filled, false) => "▄",
            (Pen::Filled, true) => ":",
            (Pen::Dashes, false) => "╌",
            (Pen::Dashes, true) => "-",
            (Pen::Dots, false) => "·",
            (Pen::Dots, true) => ".",
        }
    }

    fn role(self) -> Role {
        Role::Bar(Some(match self {
            Pen::Line => Notice::Important,
            Pen::Filled => Notice::Note,
            Pen::Dashes => Notice::Warning,
            Pen::Dots => Notice::Tip,
        }))
    }
}

/// Curves of one socket on one scale; each with the largest value it takes in the whole record.
struct Chart<'m> {
    curves: Vec<(&'m Curve, Pen)>,
    most: i64,
}

/// The charts in `width` columns; those of the first socket fill `height` rows.
pub fn rows(model: &Model, ascii: bool, width: usize, height: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let all = &model.record.curves;
    if model.scene.curves.all.is_empty() {
        let none = all.all.is_empty() && (model.record.is_over() || !model.measures);
        let text = match none {
            true => &words.no_curves,
            false => &words.no_curves_yet,
        };
        return super::wrapped(text, width, Role::Target);
    }
    let area = Area {
        left: AXIS + 1,
        width: width.saturating_sub(AXIS + 1),
        from_us: from_us(model),
        until_us: all.until_us,
        shown_us: model.scene.curves.until_us,
        cursor_us: cursor(model),
        ascii,
    };
    let mut rows = Vec::new();
    for socket in sockets(model) {
        rows.extend(of_socket(model, &area, socket, height));
    }
    rows
}

/// Time begins with the first value; in the laboratory with its clock.
fn from_us(model: &Model) -> u64 {
    if model.scene.in_laboratory() {
        return 0;
    }
    let first = model.record.curves.all.iter();
    let first = first.filter_map(|curve| curve.points.first());
    first.map(|(at, _)| *at).min().unwrap_or(0)
}

/// When what is shown in full happened.
fn cursor(model: &Model) -> u64 {
    let chosen = model.selected.and_then(|_| model.item());
    match chosen {
        Some(Item::Call(call)) => model.scene.calls[call].begun_us,
        Some(Item::Frame(frame)) => model.scene.frames[frame].sent_us,
        None => model.scene.curves.until_us,
    }
}

/// The sockets of which something is known, the one with the most news first.
fn sockets(model: &Model) -> Vec<&str> {
    let curves = &model.scene.curves.all;
    let mut sockets: Vec<&str> = curves.iter().map(|curve| &*curve.socket).collect();
    sockets.sort_unstable();
    sockets.dedup();
    let news = |socket: &&str| {
        let own = curves.iter().filter(|curve| *curve.socket == **socket);
        std::cmp::Reverse(own.map(|curve| curve.points.len()).sum::<usize>())
    };
    sockets.sort_by_key(news);
    sockets
}

/// Sorts the curves of a socket into charts of one unit and of like size.
fn charts<'m>(model: &'m Model, socket: &str) -> Vec<Chart<'m>> {
    let whole = &model.record.curves.all;
    let own = model
        .scene
        .curves
        .all
        .iter()
        .filter(|curve| *curve.socket == *socket);
    let most = |curve: &Curve| {
        let same = whole.iter().filter(|other| {
            other.name == curve.name && other.actor == curve.actor && other.socket == curve.socket
        });
        same.map(|other| other.most)
            .max()
            .unwrap_or(curve.most)
            .max(curve.most)
    };
    let mut sized: Vec<(&Curve, i64)> = own.map(|curve| (curve, most(curve))).collect();
    sized.sort_by_key(|(_, most)| std::cmp::Reverse(*most));
    let mut charts: Vec<Chart<'m>> = Vec::new();
    for (curve, most) in sized {
        let fits = |chart: &&mut Chart<'_>| {
            let same = (chart.curves.iter()).all(|(other, _)| other.unit == curve.unit);
            let others = chart.curves.iter().map(|(other, _)| *other);
            let window = others.chain([curve]).any(|it| it.name == "send_window");
            let spread = if window { WINDOWS } else { SPREAD };
            let alike = most == 0 || most.saturating_mul(spread) >= chart.most;
            same && alike && chart.curves.len() < 4
        };
        let chart = match charts.iter_mut().find(fits) {
            Some(chart) => chart,
            None => {
                charts.push(Chart {
                    curves: Vec::new(),
                    most,
                });
                let last = charts.len() - 1;
                &mut charts[last]
            }
        };
        let pens = [Pen::Line, Pen::Dashes, Pen::Dots, Pen::Filled];
        let free = |pen: &Pen| chart.curves.iter().all(|(_, taken)| taken != pen);
        let usual = Pen::usual(&curve.name).filter(free);
        let pen = usual
            .or_else(|| pens.into_iter().find(free))
            .unwrap_or(Pen::Line);
        chart.curves.push((curve, pen));
    }
    let rank = |chart: &Chart<'_>| {
        let names = [
            "congestion_window",
            "in_flight",
            "send_window",
            "round_trip_time",
        ];
        let place = |(curve, _): &(&Curve, Pen)| names.iter().position(|name| *name == curve.name);
        chart
            .curves
            .iter()
            .filter_map(place)
            .min()
            .unwrap_or(names.len())
    };
    charts.sort_by_key(rank);
    charts
}

fn of_socket(model: &Model, area: &Area, socket: &str, height: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let total = area.left + area.width;
    let more = signs(area.ascii).more;
    let mut charts = charts(model, socket);
    if model.zoom.is_none() {
        // Beside other panes, those one can read.
        charts.truncate((height.saturating_sub(3) / (3 + LOWEST)).max(1));
    }
    let losses = !model.record.curves.losses.is_empty();
    // A head, the losses and the axis; and a legend above each chart.
    let legends: Vec<Vec<Row>> = (charts.iter())
        .map(|chart| legend(model, chart, area, total))
        .collect();
    let fixed = 2 + usize::from(losses) + legends.iter().map(Vec::len).sum::<usize>();
    let each = height.saturating_sub(fixed) / charts.len().max(1);
    let each = each.clamp(LOWEST, HIGHEST);
    let time = milliseconds(area.cursor_us);
    let label = bytes::clean(socket);
    let values = [("socket", &*label), ("time", &*time)];
    let mut head = Row::default();
    let text = fill(words.chart_at, &values);
    let text = super::plain_keys(&text, area.ascii);
    head.push(&clip(&text, total, more), Role::TableHead);
    let mut rows = vec![head];
    for (chart, legend) in charts.iter().zip(legends) {
        rows.extend(legend);
        let mut plot = Plot::new(area, each, chart.most);
        for (curve, pen) in &chart.curves {
            plot.draw(&curve.points, *pen);
        }
        let unit = &chart.curves[0].0.unit;
        let top = gauge::scaled(chart.most, unit);
        for (number, mut line) in plot.into_lines().into_iter().enumerate() {
            let label = match number {
                0 => top.clone(),
                _ if number + 1 == each => "0".to_string(),
                _ => String::new(),
            };
            axis(&mut line, &label, area.ascii);
            rows.push(line.into_row());
        }
    }
    if losses {
        let mut line = Line::new(total);
        let sign = signs(area.ascii).lost;
        for at in &model.scene.curves.losses {
            line.put(
                area.column(*at),
                total,
                sign,
                Role::NoticeName(Notice::Caution),
                true,
            );
        }
        axis(&mut line, words.chart_lost, area.ascii);
        rows.push(line.into_row());
    }
    rows.push(foot(model, area, total));
    rows
}

/// The label of a row at the left, and the axis.
fn axis(line: &mut Line, label: &str, ascii: bool) {
    let label = clip(label, AXIS - 1, "");
    let at = (AXIS - 1).saturating_sub(columns(&label));
    line.put(at, AXIS, &label, Role::Target, false);
    line.put(AXIS, AXIS + 1, signs(ascii).bar, Role::Rule, false);
}

/// The axis of time: where it begins and ends, and the cursor.
fn foot(model: &Model, area: &Area, total: usize) -> Row {
    let mut line = Line::new(total);
    let unit = &model.words.theatre.chart_ms;
    let begin = milliseconds(area.from_us);
    let end = format!("{} {unit}", milliseconds(area.until_us));
    let cursor = area.column(area.cursor_us);
    // The cursor covers neither.
    let mut left = area.left;
    if cursor <= left + columns(&begin) {
        left = cursor + 2;
    }
    let mut right = total.saturating_sub(columns(&end));
    if cursor + 1 >= right {
        right = cursor.saturating_sub(columns(&end) + 1);
    }
    line.put(left, total, &begin, Role::Target, false);
    if right > left + columns(&begin) {
        line.put(right, total, &end, Role::Target, false);
    }
    let sign = if area.ascii { "^" } else { "▲" };
    line.put(cursor, total, sign, Role::Bullet, true);
    line.into_row()
}

/// What is drawn how, and what it was at the cursor.
fn legend(model: &Model, chart: &Chart<'_>, area: &Area, total: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let value = |curve: &Curve| match curve.at(area.cursor_us) {
        None => words.not_known.to_string(),
        Some(now) => gauge::clocked(model.words, &now.into(), &curve.unit),
    };
    let text = |short: bool| -> Vec<(String, Role)> {
        let each = chart.curves.iter().map(|(curve, pen)| {
            let name = match short {
                true => gauge::short(model.words, &curve.name).into_owned(),
                false => gauge::name(model.words, &curve.name),
            };
            let sample = pen.sample(area.ascii).repeat(2);
            (format!("{sample} {name} {}", value(curve)), pen.role())
        });
        each.collect()
    };
    let room = total - area.left;
    let needs = |texts: &[(String, Role)]| -> usize {
        texts.iter().map(|(text, _)| columns(text) + 2).sum()
    };
    let long = text(false);
    let texts = if needs(&long) <= room {
        long
    } else {
        text(true)
    };
    let mut rows = vec![Row::default()];
    for (text, role) in texts {
        let last = rows.len() - 1;
        let row = &mut rows[last];
        let row = match row.width() > 0 && row.width() + columns(&text) > total {
            true => {
                rows.push(Row::default());
                &mut rows[last + 1]
            }
            false => row,
        };
        if row.width() == 0 {
            row.push(&" ".repeat(area.left), Role::Text);
        }
        let left = total.saturating_sub(row.width());
        row.push(&clip(&text, left, signs(area.ascii).more), role);
        if row.width() + 2 <= total {
            row.push("  ", Role::Text);
        }
    }
    rows
}
