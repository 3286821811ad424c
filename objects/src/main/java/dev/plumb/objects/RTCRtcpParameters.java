package dev.plumb.objects;

import java.util.OptionalLong;

/**
 * How RTCP is used.
 *
 * @param ssrc under which a receiver reports; chosen where empty. Of several receivers of a transport, the one given last holds for
 *     all. Senders ignore it
 * @param cname names this side across its streams; empty for one of the agent's own
 * @param reducedSize whether packets may leave reports out
 * @param mux whether RTCP shares RTP's transport
 * @spec https://draft.ortc.org/#rtcrtcpparameters* ORTC 9.4, The RTCRtcpParameters Dictionary
 */
public record RTCRtcpParameters(OptionalLong ssrc, String cname, boolean reducedSize, boolean mux) {
    /** The agent's own name, reduced size, shared transport. */
    public static final RTCRtcpParameters DEFAULT = new RTCRtcpParameters("", true, true);

    public RTCRtcpParameters {
        RTCException.requirePresent("RTCRtcpParameters", "ssrc", ssrc, "cname", cname);
        RTCRtpEncodingParameters.requireSsrc(ssrc);
    }

    /** With an SSRC that is chosen. */
    public RTCRtcpParameters(String cname, boolean reducedSize, boolean mux) {
        this(OptionalLong.empty(), cname, reducedSize, mux);
    }

    /** The same with an SSRC for reports. */
    public RTCRtcpParameters withSsrc(long newSsrc) {
        return new RTCRtcpParameters(OptionalLong.of(newSsrc), cname, reducedSize, mux);
    }

    /** The same with another name of this side. */
    public RTCRtcpParameters withCname(String newCname) {
        return new RTCRtcpParameters(ssrc, newCname, reducedSize, mux);
    }

    /** The same, with reports left out or not. */
    public RTCRtcpParameters withReducedSize(boolean newReducedSize) {
        return new RTCRtcpParameters(ssrc, cname, newReducedSize, mux);
    }
}
