/**
 * UDP by Linux's own calls, many datagrams at each: {@code epoll}, {@code sendmmsg} with segmentation, {@code recvmmsg}
 * with coalescing. {@link dev.plumb.net.linux.LinuxPollerProvider} is what the loop finds; nothing else is for others.
 */
@NullMarked
package dev.plumb.net.linux;

import org.jspecify.annotations.NullMarked;
