//! A host as its programs see it: calls that wait, as those of a kernel do.

use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::asked::Made;
use super::live::{self, LiveHost};
use super::network::call::{Answer, Call, refused};
use super::network::programs::Waiting;
use super::network::{Clock, RouterBox};
use super::socket::{TcpListener, TcpStream, UdpSocket};
use crate::event::{Field, Value};
use crate::net::pen::{self, Pen};

pub(super) type Site = &'static Location<'static>;

/// The host a program runs on. Each call waits for the laboratory, in virtual time; with the
/// engine `kernel` it is a system call, in real time.
pub struct Host {
    side: Side<Rc<Caller>, LiveHost>,
}

/// A thing of the engine `sim`, about which we ask the laboratory, or one of a kernel.
pub(super) enum Side<A, L> {
    Asked(A),
    Live(L),
}

impl Host {
    pub(super) fn new(caller: Caller) -> Host {
        Host {
            side: Side::Asked(Rc::new(caller)),
        }
    }

    pub(super) fn live(host: LiveHost) -> Host {
        Host {
            side: Side::Live(host),
        }
    }

    /// A TCP socket that waits for connections at `port`; 0 lets the host choose.
    ///
    /// # Errors
    /// `EADDRINUSE` when another socket of this host listens there.
    #[track_caller]
    pub fn listen(&self, port: u16) -> io::Result<TcpListener> {
        let caller = match &self.side {
            Side::Asked(caller) => caller,
            Side::Live(host) => {
                let side = Side::Live(host.listen(port)?);
                return Ok(TcpListener { side });
            }
        };
        let site = Location::caller();
        let backlog = 2;
        let call = Call::Listen { port, backlog };
        let arguments = vec![number("port", port.into()), number("backlog", 2)];
        let made = caller.make("listen", call, arguments, site)?;
        let side = Side::Asked(made);
        Ok(TcpListener { side })
    }

    /// A connection to a listening socket, after its handshake.
    ///
    /// # Errors
    /// `ECONNREFUSED` when nobody listens there.
    #[track_caller]
    pub fn connect(&self, to: &str) -> io::Result<TcpStream> {
        let to = address(to)?;
        let caller = match &self.side {
            Side::Asked(caller) => caller,
            Side::Live(host) => {
                let side = Side::Live(host.connect(to)?);
                return Ok(TcpStream { side });
            }
        };
        let site = Location::caller();
        let call = Call::Connect { to, socket: None };
        let arguments = vec![text("address", to.to_string())];
        let made = caller.make("connect", call, arguments, site)?;
        let side = Side::Asked(made);
        Ok(TcpStream { side })
    }

    /// A UDP socket at `port`; 0 lets the host choose.
    ///
    /// # Errors
    /// `EADDRINUSE` when another socket of this host has the port.
    #[track_caller]
    pub fn udp(&self, port: u16) -> io::Result<UdpSocket> {
        let caller = match &self.side {
            Side::Asked(caller) => caller,
            Side::Live(host) => {
                let side = Side::Live(host.udp(port)?);
                return Ok(UdpSocket { side });
            }
        };
        let site = Location::caller();
        let call = Call::Bind { port };
        let arguments = vec![text("address", format!("0.0.0.0:{port}"))];
        let made = caller.make("bind", call, arguments, site)?;
        let side = Side::Asked(made);
        Ok(UdpSocket { side })
    }

    /// Does nothing until so much of the laboratory's time has passed.
    ///
    /// # Errors
    /// When the run is left.
    #[track_caller]
    pub fn wait(&self, time: Duration) -> io::Result<()> {
        self.wait_till(self.now() + time, time, Location::caller())
    }

    /// Does nothing until the laboratory's clock shows `moment`.
    ///
    /// # Errors
    /// When the run is left.
    #[track_caller]
    pub fn wait_until(&self, moment: Duration) -> io::Result<()> {
        let time = moment.saturating_sub(self.now());
        self.wait_till(moment, time, Location::caller())
    }

    /// What the laboratory's clock shows.
    fn now(&self) -> Duration {
        match &self.side {
            Side::Asked(caller) => caller.until(Duration::ZERO),
            Side::Live(host) => host.now(),
        }
    }

    fn wait_till(&self, until: Duration, time: Duration, site: Site) -> io::Result<()> {
        let arguments = live::milliseconds(time);
        match &self.side {
            Side::Asked(caller) => {
                let call = Call::Wait { until };
                caller.order("sleep", &Arc::from("clock"), call, arguments, site)
            }
            Side::Live(host) => host.wait(until, arguments, site),
        }
    }

    /// Changes the table of a router, as its administrator does who sits at this host: from now on
    /// `prefix` lies behind `gateway`. It takes no time and no frame.
    ///
    /// # Errors
    /// As [`RouterBox::set_route`].
    #[track_caller]
    pub fn set_route(&self, router: &RouterBox, prefix: &str, gateway: &str) -> io::Result<()> {
        let arguments = vec![
            text("prefix", prefix.to_string()),
            text("gateway", gateway.to_string()),
        ];
        let site = Location::caller();
        match &self.side {
            Side::Asked(caller) => {
                let call = Call::Route {
                    router: router.clone(),
                    prefix: prefix.to_string(),
                    gateway: gateway.to_string(),
                };
                caller.order("route", router.name(), call, arguments, site)
            }
            Side::Live(host) => host.order("route", router.name(), arguments, site, |_| {
                router.set_route(prefix, gateway)
            }),
        }
    }

    /// Opens a UDP port of a NAT's public address to everybody, for a socket inside: "port
    /// forwarding", done by the administrator at this host.
    ///
    /// # Errors
    /// `EADDRINUSE` when the port, or the socket inside, is mapped already.
    #[track_caller]
    pub fn open_port(&self, router: &RouterBox, port: u16, inside: &str) -> io::Result<()> {
        let inside = address(inside)?;
        let arguments = vec![
            number("port", port.into()),
            text("address", inside.to_string()),
        ];
        let site = Location::caller();
        match &self.side {
            Side::Asked(caller) => {
                let call = Call::OpenPort {
                    router: router.clone(),
                    port,
                    inside,
                };
                caller.order("forward", router.name(), call, arguments, site)
            }
            Side::Live(host) => host.open_port(router, port, inside, arguments, site),
        }
    }
}

/// The line between a program's thread and the network.
pub(super) struct Caller {
    program: usize,
    /// The actor that carries the frames, for which this one waits.
    cable: usize,
    post: Sender<(usize, Waiting)>,
    answers: Receiver<io::Result<Answer>>,
    pen: Option<Pen>,
    clock: Clock,
}

impl Caller {
    pub fn new(
        program: usize,
        cable: usize,
        post: Sender<(usize, Waiting)>,
        answers: Receiver<io::Result<Answer>>,
        clock: Clock,
    ) -> Caller {
        Caller {
            program,
            cable,
            post,
            answers,
            pen: Pen::of_this_thread(),
            clock,
        }
    }

    /// Waits until the program may begin.
    pub fn first_turn(&self) -> io::Result<()> {
        self.answer().map(|_| ())
    }

    /// The moment that lies `time` ahead.
    pub fn until(&self, time: Duration) -> Duration {
        self.clock.now() + time
    }

    /// A call that is about no socket of this host.
    pub fn order(
        &self,
        name: &'static str,
        about: &Arc<str>,
        call: Call,
        arguments: Vec<Field>,
        site: Site,
    ) -> io::Result<()> {
        let told = |_: &Answer| pen::Result::default();
        let answer = self.ask(name, about, call, arguments, site, told);
        answer.map(|_| ())
    }

    /// A call that makes a socket.
    pub fn make(
        self: &Rc<Self>,
        name: &'static str,
        call: Call,
        arguments: Vec<Field>,
        site: Site,
    ) -> io::Result<Made> {
        let label = self.label();
        let answer = self.ask(name, &label, call, arguments, site, made)?;
        self.made(label, answer)
    }

    pub fn label(&self) -> Arc<str> {
        self.pen.as_ref().map_or_else(|| Arc::from(""), Pen::label)
    }

    pub fn made(self: &Rc<Self>, label: Arc<str>, answer: Answer) -> io::Result<Made> {
        match answer {
            Answer::Socket {
                number,
                local,
                peer,
            } => Ok(Made {
                caller: Rc::clone(self),
                number,
                label,
                local,
                peer,
                closed: false,
            }),
            _ => Err(refused("EINVAL")),
        }
    }

    /// Makes a call: at the gate, on record, and then with the host until it answers.
    pub fn ask(
        &self,
        name: &'static str,
        label: &Arc<str>,
        call: Call,
        arguments: Vec<Field>,
        site: Site,
        told: impl FnOnce(&Answer) -> pen::Result,
    ) -> io::Result<Answer> {
        self.ask_for((label, label), name, call, arguments, site, told)
    }

    /// As [`Caller::ask`] on the first of two sockets, for a call that makes the second.
    pub fn ask_for(
        &self,
        (label, new): (&Arc<str>, &Arc<str>),
        name: &'static str,
        call: Call,
        arguments: Vec<Field>,
        site: Site,
        told: impl FnOnce(&Answer) -> pen::Result,
    ) -> io::Result<Answer> {
        let Some(pen) = &self.pen else {
            return self.send(name, new, call);
        };
        let begun = match name {
            "close" => pen.begin_close(label, site),
            _ => pen.begin(label, name, site, arguments)?,
        };
        let answer = self.send(name, new, call);
        begun.end(&answer, told);
        answer
    }

    fn send(&self, name: &'static str, label: &Arc<str>, call: Call) -> io::Result<Answer> {
        let waiting = Waiting {
            call,
            name,
            label: Arc::clone(label),
        };
        if let Some(pen) = &self.pen {
            pen.wait_for(self.cable);
        }
        // The network waits for this; if it is gone, so is the run.
        let sent = self.post.send((self.program, waiting));
        sent.map_err(|_| refused("ECANCELED"))?;
        self.answer()
    }

    fn answer(&self) -> io::Result<Answer> {
        self.answers
            .recv()
            .unwrap_or_else(|_| Err(refused("ECANCELED")))
    }
}

/// What is told of an answer that is a socket.
pub(super) fn made(answer: &Answer) -> pen::Result {
    let Answer::Socket { local, peer, .. } = answer else {
        return pen::Result::default();
    };
    pen::Result {
        local: Some((*local).into()),
        peer: peer.map(SocketAddr::from),
        ..pen::Result::default()
    }
}

pub(super) fn number(name: &'static str, value: i64) -> Field {
    (name.into(), Value::Number(value))
}

pub(super) fn text(name: &'static str, value: String) -> Field {
    (name.into(), value.into())
}

/// `10.0.0.2:7`.
pub(super) fn address(text: &str) -> io::Result<SocketAddrV4> {
    let wrong = |_| io::Error::new(io::ErrorKind::InvalidInput, format!("no address: {text}"));
    text.parse().map_err(wrong)
}
