/**
 * Session descriptions: an SDP reader and writer that loses nothing it does not know, with typed views of the
 * attributes WebRTC uses.
 *
 * <p>The lines of a description are the truth and stay as they were read; typed views ({@link
 * dev.plumb.sdp.attribute.RtpmapAttribute} and the rest) are read out of a line when asked for. All types are immutable
 * and may be used from any thread.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866 RFC 8866 SDP: Session Description Protocol
 */
@NullMarked
package dev.plumb.sdp;

import org.jspecify.annotations.NullMarked;
