/**
 * DTLS 1.3 and 1.2 as an engine, with what WebRTC asks of it: mutual certificates checked by fingerprint,
 * {@code use_srtp}, exported keying material. Begin at {@link dev.plumb.dtls.DtlsConnection}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147 RFC 9147, The Datagram Transport Layer Security (DTLS) Protocol Version 1.3
 * @spec https://www.rfc-editor.org/rfc/rfc6347 RFC 6347, Datagram Transport Layer Security Version 1.2
 */
@NullMarked
package dev.plumb.dtls;

import org.jspecify.annotations.NullMarked;
