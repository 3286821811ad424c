package dev.plumb.base.net;

import java.net.InetAddress;

/**
 * An address of this machine.
 *
 * @param address the address
 * @param interfaceName the interface that has it, such as {@code eth0}
 * @param loopback whether the address is a loopback address
 */
public record LocalAddress(InetAddress address, String interfaceName, boolean loopback) {}
