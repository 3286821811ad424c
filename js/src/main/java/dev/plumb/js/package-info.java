/** Scripts: the objects and RTCPeerConnection as a browser has them, bound to GraalJS. */
@NullMarked
package dev.plumb.js;

import org.jspecify.annotations.NullMarked;
