package dev.plumb.objects;

/**
 * How RTCP is used.
 *
 * @param cname names this side across its streams; empty for one of the agent's own
 * @param reducedSize whether packets may leave reports out
 * @param mux whether RTCP shares RTP's transport; always so here
 */
public record RTCRtcpParameters(String cname, boolean reducedSize, boolean mux) {
    /** The agent's own name, reduced size, shared transport. */
    public static final RTCRtcpParameters DEFAULT = new RTCRtcpParameters("", true, true);

    public RTCRtcpParameters {
        if (!mux) {
            throw new RTCException(RTCException.Name.NOT_SUPPORTED, "RTCP on a transport of its own is not supported");
        }
    }
}
