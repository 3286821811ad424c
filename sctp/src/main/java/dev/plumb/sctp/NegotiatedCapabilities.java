package dev.plumb.sctp;

import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.ForwardTsnSupportedParameter;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.SctpParameter;
import dev.plumb.sctp.packet.SupportedExtensionsParameter;
import dev.plumb.sctp.packet.ZeroChecksumParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The capabilities that both sides share.
 *
 * @param partialReliability whether FORWARD TSN, or I-FORWARD TSN with interleaving, may be sent
 * @param streamReset whether RE-CONFIG may be sent
 * @param interleaving whether messages go as I-DATA, and never as DATA
 * @param zeroChecksum whether the peer takes packets without a checksum
 * @param padding whether the peer is known to take PAD
 * @param outgoingStreams streams that we may send on
 * @param incomingStreams streams that the peer may send on
 */
record NegotiatedCapabilities(
        boolean partialReliability,
        boolean streamReset,
        boolean interleaving,
        boolean zeroChecksum,
        boolean padding,
        int outgoingStreams,
        int incomingStreams) {
    /**
     * Returns the parameters that announce our capabilities.
     *
     * @param zeroChecksum whether that is named, if the configuration says so, too: there are stacks that drop an INIT
     *     or INIT ACK with a parameter that they do not know
     */
    static List<SctpParameter> announced(SctpConfig config, boolean zeroChecksum) {
        Set<Integer> types = new TreeSet<>(Set.of(ReConfigChunk.TYPE, ForwardTsnChunk.TYPE, PadChunk.TYPE));
        if (config.interleaving()) {
            types.add(IDataChunk.TYPE);
            types.add(IForwardTsnChunk.TYPE);
        }
        List<SctpParameter> parameters = new ArrayList<>();
        parameters.add(new ForwardTsnSupportedParameter());
        parameters.add(new SupportedExtensionsParameter(types));
        if (zeroChecksum && config.zeroChecksum()) {
            parameters.add(new ZeroChecksumParameter(ZeroChecksumParameter.DTLS));
        }
        return parameters;
    }

    /** Returns the capabilities that our configuration and the peer's INIT or INIT ACK share. */
    static NegotiatedCapabilities of(SctpConfig config, InitFields peer) {
        SupportedExtensionsParameter extensions = peer.find(SupportedExtensionsParameter.class);
        Set<Integer> types = extensions == null ? Set.of() : extensions.chunkTypes();
        boolean interleaving = config.interleaving() && types.contains(IDataChunk.TYPE);
        boolean skips = interleaving
                ? types.contains(IForwardTsnChunk.TYPE)
                : peer.find(ForwardTsnSupportedParameter.class) != null || types.contains(ForwardTsnChunk.TYPE);
        ZeroChecksumParameter zero = peer.find(ZeroChecksumParameter.class);
        return new NegotiatedCapabilities(
                skips,
                types.contains(ReConfigChunk.TYPE),
                interleaving,
                config.zeroChecksum() && zero != null && zero.method() == ZeroChecksumParameter.DTLS,
                types.contains(PadChunk.TYPE),
                Math.min(config.streams(), peer.inboundStreams()),
                Math.min(config.streams(), peer.outboundStreams()));
    }

    /** Returns the capabilities as bits, for a state cookie. */
    int flags() {
        return (partialReliability ? 1 : 0)
                | (streamReset ? 2 : 0)
                | (interleaving ? 4 : 0)
                | (zeroChecksum ? 8 : 0)
                | (padding ? 16 : 0);
    }

    static NegotiatedCapabilities ofFlags(int flags, int outgoingStreams, int incomingStreams) {
        return new NegotiatedCapabilities(
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                (flags & 8) != 0,
                (flags & 16) != 0,
                outgoingStreams,
                incomingStreams);
    }
}
