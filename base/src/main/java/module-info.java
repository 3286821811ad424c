/** Floor 0: packets, the engine contract, crypto ports, trace and the network interface. */
module dev.plumb.base {
    requires static transitive org.jspecify;

    exports dev.plumb.base.bytes;
    exports dev.plumb.base.crypto;
    exports dev.plumb.base.engine;
    exports dev.plumb.base.loop;
    exports dev.plumb.base.net;
    exports dev.plumb.base.trace;
}
