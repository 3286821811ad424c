/** Messages over SCTP on plain UDP. */
module alone.sctp {
    requires dev.plumb.io;
    requires dev.plumb.sctp;
}
