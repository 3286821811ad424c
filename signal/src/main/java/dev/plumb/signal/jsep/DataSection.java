package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.objects.RTCSctpTransportState;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The SCTP transport of a connection, which waits on some DTLS transport until its section is negotiated, and its
 * channels.
 */
final class DataSection {
    private final Agent agent;
    private final Transports transports;
    private final Consumer<RTCDataChannel> announced;
    private @Nullable RTCSctpTransport sctp;
    private volatile @Nullable RTCSctpTransport described;
    private @Nullable RTCSctpTransport begun;
    /** Set once the application has asked for channels. */
    private boolean wanted;

    private long opened;
    private long closed;

    DataSection(Agent agent, Transports transports, Consumer<RTCDataChannel> announced) {
        this.agent = agent;
        this.transports = transports;
        this.announced = announced;
    }

    /** Returns the SCTP transport once a description with its section was set. */
    Optional<RTCSctpTransport> transport() {
        return Optional.ofNullable(described);
    }

    /** Returns whether a data section is wanted. */
    boolean areWanted() {
        RTCSctpTransport present = sctp;
        return present != null && (wanted || present.state() != RTCSctpTransportState.NEW);
    }

    RTCDataChannel create(RTCDataChannelParameters parameters) {
        wanted = true;
        RTCDataChannel channel = agent.dataChannel(sctp(Optional.empty()), parameters);
        count(channel);
        return channel;
    }

    private RTCSctpTransport sctp(Optional<Section> section) {
        RTCSctpTransport present = sctp;
        if (present == null || present.state() == RTCSctpTransportState.CLOSED) {
            RTCSctpTransport made = agent.sctpTransport(over(section).dtls());
            made.onDataChannel(channel -> {
                opened++;
                countEnd(channel);
                announced.accept(channel);
            });
            made.onStateChange(s -> {
                if (s == RTCSctpTransportState.CLOSED && sctp == made) {
                    sctp = null;
                    wanted = false;
                }
            });
            sctp = made;
            return made;
        }
        return present;
    }

    private void count(RTCDataChannel channel) {
        channel.onOpen(c -> opened++);
        countEnd(channel);
    }

    private void countEnd(RTCDataChannel channel) {
        boolean[] wasOpen = {channel.readyState() == RTCDataChannelState.OPEN};
        channel.onOpen(c -> wasOpen[0] = true);
        channel.onClose(c -> closed += wasOpen[0] ? 1 : 0);
    }

    /**
     * Moves an SCTP transport that has not begun to the transport of its section, or sets it apart until there is one.
     */
    void goOver(Optional<Section> section) {
        RTCSctpTransport present = section.isPresent() ? sctp(section) : sctp;
        if (present == null || present.state() != RTCSctpTransportState.NEW) {
            return;
        }
        if (section.isEmpty() && !wanted) {
            // it was there for the peer's offer, which was taken back
            described = null;
            sctp = null;
            present.stop();
            return;
        }
        TransportChain next = over(section);
        present.setTransport(next.dtls());
        described = section.isPresent() ? present : null;
        if (section.isPresent()) {
            transports.dropSpare();
        }
    }

    private TransportChain over(Optional<Section> section) {
        return section.map(s -> transports.of(s.mid()))
                .filter(TransportChain::isAlive)
                .orElseGet(transports::spare);
    }

    void agreed(Section section) {
        RTCSctpTransport present = sctp(Optional.of(section));
        described = present;
        if (begun != present) {
            begun = present;
            Negotiated.data(section, present);
        } else if (present.state() != RTCSctpTransportState.CLOSED) {
            present.update(Negotiated.dataCapabilities(section));
        }
    }

    /** Ends the data channels after the peer refused their section. */
    void refused(boolean offered) {
        RTCSctpTransport present = sctp;
        boolean hasBegun = present != null && present.state() != RTCSctpTransportState.NEW;
        described = null;
        begun = null;
        if (present != null && (offered || hasBegun)) {
            sctp = null;
            present.stop();
        }
    }

    long opened() {
        return opened;
    }

    long closed() {
        return closed;
    }
}
