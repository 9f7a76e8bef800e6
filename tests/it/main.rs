mod page;

mod demos;
mod gate;
mod live;
mod net;
