mod page;
