mod page;

mod live;
mod net;
