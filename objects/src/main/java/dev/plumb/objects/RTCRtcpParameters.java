package dev.plumb.objects;

import java.util.OptionalLong;

/**
 * The parameters of RTCP.
 *
 * @param ssrc the SSRC under which a receiver reports; chosen if empty. Of several receivers of a transport, the one
 *     given last holds for all. Senders ignore it
 * @param cname the canonical name of this side across its streams; empty for the agent's own
 * @param reducedSize whether RTCP packets may leave reports out
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

    /** Creates parameters with an SSRC that is chosen. */
    public RTCRtcpParameters(String cname, boolean reducedSize, boolean mux) {
        this(OptionalLong.empty(), cname, reducedSize, mux);
    }

    /** Returns a copy with an SSRC for reports. */
    public RTCRtcpParameters withSsrc(long newSsrc) {
        return new RTCRtcpParameters(OptionalLong.of(newSsrc), cname, reducedSize, mux);
    }

    /** Returns a copy with another canonical name. */
    public RTCRtcpParameters withCname(String newCname) {
        return new RTCRtcpParameters(ssrc, newCname, reducedSize, mux);
    }

    /** Returns a copy that may leave reports out or not. */
    public RTCRtcpParameters withReducedSize(boolean newReducedSize) {
        return new RTCRtcpParameters(ssrc, cname, newReducedSize, mux);
    }
}
