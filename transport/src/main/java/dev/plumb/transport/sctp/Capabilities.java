package dev.plumb.transport.sctp;

import java.util.List;
import java.util.Set;

/**
 * What both sides can do.
 *
 * @param partialReliability whether FORWARD TSN may be sent
 * @param streamReset whether RE-CONFIG may be sent
 * @param outgoingStreams streams that we may send on
 * @param incomingStreams streams that the peer may send on
 */
record Capabilities(boolean partialReliability, boolean streamReset, int outgoingStreams, int incomingStreams) {
    /** What we announce. */
    static List<SctpParameter> announced() {
        return List.of(
                new ForwardTsnSupportedParameter(),
                new SupportedExtensionsParameter(Set.of(ReConfigChunk.TYPE, ForwardTsnChunk.TYPE)));
    }

    /** What our configuration and the peer's INIT or INIT ACK have in common. */
    static Capabilities of(SctpConfig config, InitFields peer) {
        SupportedExtensionsParameter extensions = peer.find(SupportedExtensionsParameter.class);
        Set<Integer> types = extensions == null ? Set.of() : extensions.chunkTypes();
        return new Capabilities(
                peer.find(ForwardTsnSupportedParameter.class) != null || types.contains(ForwardTsnChunk.TYPE),
                types.contains(ReConfigChunk.TYPE),
                Math.min(config.streams(), peer.inboundStreams()),
                Math.min(config.streams(), peer.outboundStreams()));
    }
}
