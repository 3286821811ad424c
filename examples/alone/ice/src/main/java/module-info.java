/** A path between two sockets, found by ICE. */
module alone.ice {
    requires dev.plumb.ice;
    requires dev.plumb.io;
}
