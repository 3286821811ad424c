package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.EventSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.objects.Registration;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.signal.sdp.CandidateAttribute;
import dev.plumb.signal.sdp.DirectionAttribute;
import dev.plumb.signal.sdp.FlagAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SdpParse;
import dev.plumb.signal.sdp.SdpParser;
import dev.plumb.signal.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is negotiated by offer and answer, as browsers have it; a layer on the public objects, replaceable by anyone.
 *
 * <p>Safe on any thread. Futures complete, and listeners are called, on the agent's loop, where nothing may block.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface WebRTC 4.4, RTCPeerConnection Interface
 * @spec https://www.rfc-editor.org/rfc/rfc9429 RFC 9429, JavaScript Session Establishment Protocol
 */
public final class RTCPeerConnection implements AutoCloseable {
    private final Agent agent;
    private final Transports transports;
    private final CodecNegotiation codecs;
    private final DescriptionMaker maker;
    private final Negotiated negotiated;
    private final List<RTCRtpTransceiver> transceivers = new ArrayList<>();
    private final EventSource<RTCTrackEvent> tracks = new EventSource<>();
    private final EventSource<RTCDataChannel> dataChannels = new EventSource<>();
    private final EventSource<Optional<RTCIceCandidateInit>> iceCandidates = new EventSource<>();
    private final EventSource<RTCPeerConnection> negotiationNeeded = new EventSource<>();
    private final EventSource<RTCSignalingState> signalingStates = new EventSource<>();
    private final EventSource<RTCPeerConnectionState> connectionStates = new EventSource<>();
    private final EventSource<RTCIceConnectionState> iceConnectionStates = new EventSource<>();
    private final EventSource<RTCIceGatheringState> gatheringStates = new EventSource<>();
    private List<Slot> slots = new ArrayList<>();
    private volatile RTCSignalingState signalingState = RTCSignalingState.STABLE;
    private volatile RTCPeerConnectionState connectionState = RTCPeerConnectionState.NEW;
    private volatile RTCIceConnectionState iceConnectionState = RTCIceConnectionState.NEW;
    private volatile RTCIceGatheringState iceGatheringState = RTCIceGatheringState.NEW;
    private volatile @Nullable RTCSctpTransport sctp;
    private @Nullable Planned lastOffer;
    private @Nullable SessionDescription localDescription;
    private @Nullable SessionDescription remoteDescription;
    private RTCSdpType localType = RTCSdpType.OFFER;
    private RTCSdpType remoteType = RTCSdpType.OFFER;
    private boolean restartWanted;
    private boolean checkQueued;
    private boolean needed;

    private RTCPeerConnection(Agent agent, RTCConfiguration configuration) {
        this.agent = agent;
        this.codecs = new CodecNegotiation(agent);
        Random random = new Random(ThreadLocalRandom.current().nextLong());
        this.transports = new Transports(agent, configuration, new ChainListener());
        String cname = agent.cname();
        this.maker = new DescriptionMaker(codecs, transports, cname, random.nextLong() & Long.MAX_VALUE);
        this.negotiated = new Negotiated(codecs, transports, cname);
    }

    /** A connection of an agent. */
    public static RTCPeerConnection create(Agent agent, RTCConfiguration configuration) {
        return agent.call(() -> new RTCPeerConnection(agent, configuration));
    }

    /** An offer and the places its sections are to have. */
    private record Planned(String sdp, List<Slot> slots) {}

    // ---- states and events ------------------------------------------------------------------------------------------

    /** How far offer and answer are. */
    public RTCSignalingState signalingState() {
        return signalingState;
    }

    /** The state of all transports. */
    public RTCPeerConnectionState connectionState() {
        return connectionState;
    }

    /** The state of all ICE transports. */
    public RTCIceConnectionState iceConnectionState() {
        return iceConnectionState;
    }

    /** The state of all gatherers. */
    public RTCIceGatheringState iceGatheringState() {
        return iceGatheringState;
    }

    /** The transport of the data channels; empty before there is one. */
    public Optional<RTCSctpTransport> sctp() {
        return Optional.ofNullable(sctp);
    }

    /** Called when the peer's media is to come. */
    public Registration onTrack(Consumer<RTCTrackEvent> listener) {
        return tracks.add(listener);
    }

    /** Called when the peer has opened a data channel. */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return dataChannels.add(listener);
    }

    /** Called for each candidate of ours, and empty when there are no more. */
    public Registration onIceCandidate(Consumer<Optional<RTCIceCandidateInit>> listener) {
        return iceCandidates.add(listener);
    }

    /** Called when an offer should be made. */
    public Registration onNegotiationNeeded(Consumer<RTCPeerConnection> listener) {
        return negotiationNeeded.add(listener);
    }

    /** Called when {@link #signalingState()} has changed. */
    public Registration onSignalingStateChange(Consumer<RTCSignalingState> listener) {
        return signalingStates.add(listener);
    }

    /** Called when {@link #connectionState()} has changed. */
    public Registration onConnectionStateChange(Consumer<RTCPeerConnectionState> listener) {
        return connectionStates.add(listener);
    }

    /** Called when {@link #iceConnectionState()} has changed. */
    public Registration onIceConnectionStateChange(Consumer<RTCIceConnectionState> listener) {
        return iceConnectionStates.add(listener);
    }

    /** Called when {@link #iceGatheringState()} has changed. */
    public Registration onIceGatheringStateChange(Consumer<RTCIceGatheringState> listener) {
        return gatheringStates.add(listener);
    }

    // ---- media and data ---------------------------------------------------------------------------------------------

    /** All transceivers. */
    public List<RTCRtpTransceiver> getTransceivers() {
        return agent.call(() -> List.copyOf(transceivers));
    }

    /** All senders. */
    public List<RTCRtpSender> getSenders() {
        return getTransceivers().stream().map(RTCRtpTransceiver::sender).toList();
    }

    /** All receivers. */
    public List<RTCRtpReceiver> getReceivers() {
        return getTransceivers().stream().map(RTCRtpTransceiver::receiver).toList();
    }

    /** Sends a track, on a transceiver that is free for it or a new one. */
    public RTCRtpSender addTrack(MediaStreamTrack track, String... streamIds) {
        return agent.call(() -> {
            requireOpen();
            if (transceivers.stream()
                    .anyMatch(t -> !t.isStopped()
                            && t.sender().track().filter(track::equals).isPresent())) {
                throw new RTCException(RTCException.Name.INVALID_ACCESS, "this track is sent already");
            }
            for (RTCRtpTransceiver t : transceivers) {
                if (t.kind() == track.kind()
                        && !t.isStopped()
                        && t.sender().track().isEmpty()
                        && !t.sender().hasSent()) {
                    t.sender().replaceTrack(track);
                    t.setDirection(
                            RTCRtpTransceiverDirection.of(true, t.direction().receives()));
                    t.streamIds(List.of(streamIds));
                    negotiationMayBeNeeded();
                    return t.sender();
                }
            }
            RTCRtpTransceiverInit init =
                    new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDRECV, List.of(streamIds), List.of());
            return add(track.kind(), agent.rtpSender(track), init, true).sender();
        });
    }

    /** Stops sending what {@link #addTrack} began to. */
    public void removeTrack(RTCRtpSender sender) {
        agent.run(() -> {
            requireOpen();
            for (RTCRtpTransceiver t : transceivers) {
                if (t.sender() == sender && !t.isStopped()) {
                    sender.replaceTrack(null);
                    t.setDirection(
                            RTCRtpTransceiverDirection.of(false, t.direction().receives()));
                    negotiationMayBeNeeded();
                }
            }
        });
    }

    /** A transceiver that sends a track. */
    public RTCRtpTransceiver addTransceiver(MediaStreamTrack track, RTCRtpTransceiverInit init) {
        return agent.call(() -> {
            requireOpen();
            return add(track.kind(), agent.rtpSender(track), init, false);
        });
    }

    /** A transceiver that has no track yet. */
    public RTCRtpTransceiver addTransceiver(MediaKind kind, RTCRtpTransceiverInit init) {
        return agent.call(() -> {
            requireOpen();
            return add(kind, agent.rtpSender(kind), init, false);
        });
    }

    private RTCRtpTransceiver add(MediaKind kind, RTCRtpSender sender, RTCRtpTransceiverInit init, boolean byAddTrack) {
        RTCRtpTransceiver t = new RTCRtpTransceiver(
                this, kind, sender, agent.rtpReceiver(kind), init, withSsrcs(kind, init.sendEncodings()), byAddTrack);
        transceivers.add(t);
        negotiationMayBeNeeded();
        return t;
    }

    /** Streams are told apart by SSRCs, which the description has to name before they are sent. */
    private static List<RTCRtpEncodingParameters> withSsrcs(MediaKind kind, List<RTCRtpEncodingParameters> wanted) {
        List<RTCRtpEncodingParameters> given = wanted.isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : wanted;
        return given.stream()
                .map(e -> e.ssrc().isPresent() ? e : e.withSsrc(randomSsrc()))
                .map(e -> kind == MediaKind.AUDIO || e.rtxSsrc().isPresent() ? e : e.withRtxSsrc(randomSsrc()))
                .toList();
    }

    private static long randomSsrc() {
        return ThreadLocalRandom.current().nextLong(1, 0xffff_ffffL);
    }

    /** Opens an ordered, reliable data channel. */
    public RTCDataChannel createDataChannel(String label) {
        return createDataChannel(RTCDataChannelParameters.of(label));
    }

    /** Opens a data channel. */
    public RTCDataChannel createDataChannel(RTCDataChannelParameters parameters) {
        return agent.call(() -> {
            requireOpen();
            RTCDataChannel channel = agent.dataChannel(sctpTransport(), parameters);
            negotiationMayBeNeeded();
            return channel;
        });
    }

    private RTCSctpTransport sctpTransport() {
        RTCSctpTransport transport = sctp;
        if (transport == null) {
            String mid = slots.stream()
                    .filter(Slot::isData)
                    .map(Slot::mid)
                    .findFirst()
                    .orElse("");
            transport = agent.sctpTransport(transports.of(mid).dtls());
            transport.onDataChannel(dataChannels::fire);
            sctp = transport;
        }
        return transport;
    }

    // ---- offer and answer -------------------------------------------------------------------------------------------

    /** Makes an offer of what there is. */
    public CompletableFuture<RTCSessionDescription> createOffer() {
        return createOffer(RTCOfferOptions.DEFAULT);
    }

    /** Makes an offer of what there is. */
    public CompletableFuture<RTCSessionDescription> createOffer(RTCOfferOptions options) {
        return operation(() -> {
            if (options.iceRestart()) {
                restartWanted = true;
            }
            return RTCSessionDescription.offer(planOffer().sdp());
        });
    }

    private Planned planOffer() {
        if (signalingState != RTCSignalingState.STABLE && signalingState != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw invalidState("an offer cannot be made in state " + signalingState.spec());
        }
        if (restartWanted) {
            restartWanted = false;
            transports.all().stream().filter(TransportChain::isStarted).forEach(TransportChain::restart);
        }
        List<Slot> planned = new ArrayList<>(slots);
        for (RTCRtpTransceiver t : transceivers) {
            if (!t.isStopped() && t.sectionIndex() < 0) {
                planned.add(new Slot(freeMid(planned), t.kind().spec(), t));
            }
        }
        if (sctp != null && planned.stream().noneMatch(Slot::isData)) {
            planned.add(new Slot(freeMid(planned), "application", null));
        }
        Planned offer = new Planned(maker.offer(planned).write(), planned);
        lastOffer = offer;
        return offer;
    }

    private static String freeMid(List<Slot> taken) {
        int n = taken.size();
        while (true) {
            String mid = Integer.toString(n++);
            if (taken.stream().noneMatch(s -> s.mid().equals(mid))) {
                return mid;
            }
        }
    }

    /** Makes an answer to the peer's offer. */
    public CompletableFuture<RTCSessionDescription> createAnswer() {
        return operation(() -> RTCSessionDescription.answer(makeAnswer().write()));
    }

    private SessionDescription makeAnswer() {
        SessionDescription offer = remoteDescription;
        if (signalingState != RTCSignalingState.HAVE_REMOTE_OFFER || offer == null) {
            throw invalidState("there is no offer to answer in state " + signalingState.spec());
        }
        return maker.answer(slots, offer);
    }

    /** Sets the description that fits the state: an offer in stable, an answer to the peer's offer. */
    public CompletableFuture<RTCSessionDescription> setLocalDescription() {
        return operation(() -> {
            RTCSessionDescription fitting = signalingState == RTCSignalingState.HAVE_REMOTE_OFFER
                    ? RTCSessionDescription.answer(makeAnswer().write())
                    : RTCSessionDescription.offer(planOffer().sdp());
            applyLocal(fitting);
            return fitting;
        });
    }

    /** Sets our description; gathering begins. */
    public CompletableFuture<RTCSessionDescription> setLocalDescription(RTCSessionDescription description) {
        return operation(() -> {
            applyLocal(description);
            return description;
        });
    }

    private void applyLocal(RTCSessionDescription description) {
        SessionDescription parsed = parse(description.sdp());
        switch (description.type()) {
            case OFFER -> localOffer(parsed);
            case ANSWER -> localAnswer(parsed);
            case PRANSWER, ROLLBACK -> throw notSupported(description.type());
        }
        localDescription = parsed;
        localType = description.type();
        // after the caller has its description, so that candidates never come before what they belong to
        agent.loop().execute(this::gather);
    }

    private void gather() {
        if (signalingState == RTCSignalingState.CLOSED) {
            return;
        }
        for (Slot slot : slots) {
            if (slot.local() != null && !slot.local().isRejected()) {
                transports.of(slot.mid()).gather();
            }
        }
    }

    private void localOffer(SessionDescription parsed) {
        Planned planned = lastOffer;
        if (signalingState != RTCSignalingState.STABLE && signalingState != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw invalidState("an offer cannot be set in state " + signalingState.spec());
        }
        if (planned == null || parsed.media().size() != planned.slots().size()) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION, "set the offer that createOffer made last, and no other");
        }
        slots = new ArrayList<>(planned.slots());
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).local(parsed.media().get(i));
            RTCRtpTransceiver t = slots.get(i).transceiver();
            if (t != null) {
                t.mid(slots.get(i).mid(), i);
            }
        }
        to(RTCSignalingState.HAVE_LOCAL_OFFER);
        negotiated.weOffered();
    }

    private void localAnswer(SessionDescription parsed) {
        if (signalingState != RTCSignalingState.HAVE_REMOTE_OFFER) {
            throw invalidState("there is no offer to answer in state " + signalingState.spec());
        }
        if (parsed.media().size() != slots.size()) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION, "an answer has as many sections as the offer");
        }
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).local(parsed.media().get(i));
        }
        SessionDescription offer = remoteDescription;
        negotiated.theyOffered();
        if (offer != null) {
            agreed(offer, parsed);
        }
    }

    /**
     * Sets the peer's description.
     *
     * @return fails with {@link SdpException} where it cannot be read, naming the line, or {@link RTCException} where it does not fit
     *     the state
     */
    public CompletableFuture<RTCSessionDescription> setRemoteDescription(RTCSessionDescription description) {
        return operation(() -> {
            SessionDescription parsed = parse(description.sdp());
            switch (description.type()) {
                case OFFER -> remoteOffer(parsed);
                case ANSWER -> remoteAnswer(parsed);
                case PRANSWER, ROLLBACK -> throw notSupported(description.type());
            }
            remoteType = description.type();
            return description;
        });
    }

    private void remoteOffer(SessionDescription offer) {
        if (signalingState != RTCSignalingState.STABLE && signalingState != RTCSignalingState.HAVE_REMOTE_OFFER) {
            throw invalidState("the peer's offer cannot be set in state " + signalingState.spec());
        }
        if (offer.media().size() < slots.size()) {
            throw new SdpException(0, "an offer never has fewer sections than the one before");
        }
        List<String> bundle = DescriptionMaker.bundleOf(offer);
        List<Slot> next = new ArrayList<>(slots);
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (i == next.size()) {
                String mid = section.mid().isEmpty() ? freeMid(next) : section.mid();
                next.add(newSlot(section, mid, offer, i));
                if (!bundle.contains(mid) && offer.media().size() > 1 && i > 0) {
                    transports.outsideBundle(mid);
                }
            }
        }
        slots = next;
        remoteDescription = offer;
        to(RTCSignalingState.HAVE_REMOTE_OFFER);
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).remote(offer.media().get(i));
            restartWhereAsked(slots.get(i), offer);
        }
        candidatesIn(offer);
        announceTracks(offer);
    }

    private Slot newSlot(MediaDescription section, String mid, SessionDescription offer, int index) {
        boolean rtp = section.media().equals("audio") || section.media().equals("video");
        if (!rtp || section.isRejected()) {
            return new Slot(mid, section.media(), null);
        }
        MediaKind kind = section.media().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
        RTCRtpTransceiver t = transceivers.stream()
                .filter(c -> c.isByAddTrack() && c.kind() == kind && c.sectionIndex() < 0 && !c.isStopped())
                .filter(c -> offer.directionOf(section).recv())
                .findFirst()
                .orElseGet(() -> add(
                        kind,
                        agent.rtpSender(kind),
                        new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY),
                        false));
        t.mid(mid, index);
        return new Slot(mid, section.media(), t);
    }

    private void restartWhereAsked(Slot slot, SessionDescription offer) {
        MediaDescription section = slot.remote();
        TransportChain chain = transports.of(slot.mid());
        if (section == null || section.isRejected() || !chain.isStarted()) {
            return;
        }
        Optional<RTCIceParameters> theirs = RemoteMedia.ice(offer, section);
        boolean isNew = theirs.isPresent() && !chain.startedWith(theirs.get());
        if (isNew && chain.gatherer().state() != RTCIceGathererState.NEW && tagged(slot, offer)) {
            chain.restart();
        }
    }

    /** Whether a section's transport attributes speak for its bundle: the first of it that is not refused. */
    private boolean tagged(Slot slot, SessionDescription description) {
        if (!transports.isInBundle(slot.mid())) {
            return true;
        }
        for (int i = 0; i < slots.size(); i++) {
            MediaDescription section = DescriptionMaker.at(description, i);
            if (section != null
                    && !section.isRejected()
                    && transports.isInBundle(slots.get(i).mid())) {
                return slots.get(i) == slot;
            }
        }
        return false;
    }

    private void remoteAnswer(SessionDescription answer) {
        if (signalingState != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw invalidState("there is no offer of ours to answer in state " + signalingState.spec());
        }
        if (answer.media().size() != slots.size()) {
            throw new SdpException(0, "an answer has as many sections as the offer, " + slots.size());
        }
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).remote(answer.media().get(i));
        }
        remoteDescription = answer;
        announceTracks(answer);
        agreed(answer, localDescription == null ? answer : localDescription);
        candidatesIn(answer);
    }

    private void agreed(SessionDescription remote, SessionDescription local) {
        to(RTCSignalingState.STABLE);
        for (Slot slot : slots) {
            boolean tagged = tagged(slot, remote);
            if (slot.isData() && slot.isAgreed()) {
                negotiated.transport(slot, remote, local, tagged);
                negotiated.data(slot, sctpTransport());
            } else {
                negotiated.transport(slot, remote, local, tagged);
                negotiated.media(slot, remote, local);
            }
        }
        needed = false;
        negotiationMayBeNeeded();
    }

    private void announceTracks(SessionDescription remote) {
        for (Slot slot : slots) {
            RTCRtpTransceiver t = slot.transceiver();
            MediaDescription section = slot.remote();
            if (t == null || section == null || t.isStopped()) {
                continue;
            }
            boolean sends = !section.isRejected() && remote.directionOf(section).send();
            if (sends && !t.trackAnnounced()) {
                t.trackAnnounced(true);
                RTCTrackEvent event =
                        new RTCTrackEvent(t.receiver(), t.receiver().track(), RemoteMedia.streamIds(section), t);
                tracks.fire(event);
            } else if (!sends) {
                t.trackAnnounced(false);
            }
        }
    }

    // ---- candidates -------------------------------------------------------------------------------------------------

    /** Adds a candidate of the peer's; an empty one says that there are no more. One that cannot be used is left out. */
    public CompletableFuture<RTCIceCandidateInit> addIceCandidate(RTCIceCandidateInit init) {
        return operation(() -> {
            SessionDescription remote = remoteDescription;
            if (remote == null) {
                throw invalidState("set the peer's description before its candidates");
            }
            int index = indexOf(init, remote);
            if (index < 0) {
                throw new RTCException(
                        RTCException.Name.OPERATION, "no section " + init.sdpMid() + " for this candidate");
            }
            if (init.candidate().isEmpty()) {
                addRemote(index, remote, "", new RTCIceCandidateComplete());
                return init;
            }
            CandidateAttribute parsed = CandidateAttribute.parse(init.candidate());
            if (parsed == null) {
                throw new RTCException(RTCException.Name.OPERATION, "not a candidate: " + init.candidate());
            }
            String ufrag = parsed.ufrag() == null ? init.usernameFragment() : parsed.ufrag();
            Optional<RTCIceCandidate> candidate = Candidates.fromSdp(parsed);
            candidate.ifPresent(c -> addRemote(index, remote, ufrag, c));
            return init;
        });
    }

    private int indexOf(RTCIceCandidateInit init, SessionDescription remote) {
        for (int i = 0; i < slots.size(); i++) {
            if (!init.sdpMid().isEmpty() && slots.get(i).mid().equals(init.sdpMid())) {
                return i;
            }
        }
        boolean byIndex = init.sdpMid().isEmpty() && init.sdpMLineIndex().isPresent();
        int index = byIndex ? init.sdpMLineIndex().getAsInt() : init.sdpMid().isEmpty() ? 0 : -1;
        return index >= 0 && index < Math.min(slots.size(), remote.media().size()) ? index : -1;
    }

    private void candidatesIn(SessionDescription remote) {
        for (int i = 0; i < slots.size(); i++) {
            MediaDescription section = DescriptionMaker.at(remote, i);
            if (section == null || section.isRejected()) {
                continue;
            }
            int index = i;
            for (CandidateAttribute a : section.all(CandidateAttribute.TYPE)) {
                Candidates.fromSdp(a).ifPresent(c -> addRemote(index, remote, "", c));
            }
            if (section.has(FlagAttribute.END_OF_CANDIDATES)) {
                addRemote(index, remote, "", new RTCIceCandidateComplete());
            }
        }
    }

    private void addRemote(int index, SessionDescription remote, String ufrag, RTCIceGatherCandidate candidate) {
        Slot slot = slots.get(index);
        MediaDescription section = slot.remote();
        // an offerer that may not be answered with a bundle gathers for every section: those but the tagged one's are
        // void in it
        if (section == null || section.isRejected() || !tagged(slot, remote)) {
            return;
        }
        Optional<RTCIceParameters> generation = RemoteMedia.ice(remote, section);
        boolean stale = !ufrag.isEmpty()
                && generation.filter(g -> !g.usernameFragment().equals(ufrag)).isPresent();
        if (generation.isPresent() && !stale) {
            transports.of(slot.mid()).addRemoteCandidate(candidate, generation.get());
        }
    }

    private final class ChainListener implements TransportChain.Listener {
        @Override
        public void stateChanged() {
            updateStates();
        }

        @Override
        public void localCandidate(TransportChain chain, RTCIceGatherCandidate candidate) {
            updateStates();
            String ufrag = chain.gatherer().getLocalParameters().usernameFragment();
            int index = firstOf(chain);
            if (index < 0) {
                return;
            }
            String mid = slots.get(index).mid();
            switch (candidate) {
                case RTCIceCandidate c ->
                    iceCandidates.fire(Optional.of(new RTCIceCandidateInit(
                            Candidates.toSdp(c, ufrag).attribute().text(), mid, OptionalInt.of(index), ufrag)));
                case RTCIceCandidateComplete c -> {
                    iceCandidates.fire(Optional.of(new RTCIceCandidateInit("", mid, OptionalInt.of(index), ufrag)));
                    if (iceGatheringState == RTCIceGatheringState.COMPLETE) {
                        iceCandidates.fire(Optional.empty());
                    }
                }
            }
        }
    }

    private int firstOf(TransportChain chain) {
        for (int i = 0; i < slots.size(); i++) {
            MediaDescription local = slots.get(i).local();
            if (local != null
                    && !local.isRejected()
                    && transports.of(slots.get(i).mid()) == chain) {
                return i;
            }
        }
        return -1;
    }

    /** Asks for an offer that restarts ICE. */
    public void restartIce() {
        agent.run(() -> {
            requireOpen();
            restartWanted = true;
            negotiationMayBeNeeded();
        });
    }

    // ---- descriptions -----------------------------------------------------------------------------------------------

    /** Our description with the candidates gathered so far; empty before there is one. */
    public Optional<RTCSessionDescription> localDescription() {
        return agent.call(() -> {
            SessionDescription local = localDescription;
            if (local == null) {
                return Optional.empty();
            }
            List<MediaDescription> full = new ArrayList<>(local.media());
            for (TransportChain chain : transports.all()) {
                int index = firstOf(chain);
                if (index >= 0 && index < full.size()) {
                    boolean complete = chain.gatherer().state() == RTCIceGathererState.COMPLETE;
                    full.set(index, DescriptionMaker.withCandidates(full.get(index), chain, complete));
                }
            }
            return Optional.of(
                    new RTCSessionDescription(localType, local.withMedia(full).write()));
        });
    }

    /** The peer's description; empty before there is one. */
    public Optional<RTCSessionDescription> remoteDescription() {
        return agent.call(() ->
                Optional.ofNullable(remoteDescription).map(d -> new RTCSessionDescription(remoteType, d.write())));
    }

    /** Completes with our description when all candidates are in it, or {@code atMostMillis} have gone by. */
    public CompletableFuture<RTCSessionDescription> gathered(long atMostMillis) {
        CompletableFuture<RTCSessionDescription> result = new CompletableFuture<>();
        agent.run(() -> {
            gatheringStates.add(s -> completeWhereGathered(result, false));
            completeWhereGathered(result, false);
            agent.loop()
                    .schedule(
                            agent.loop().nowNanos() + atMostMillis * 1_000_000L,
                            () -> completeWhereGathered(result, true));
        });
        return result;
    }

    private void completeWhereGathered(CompletableFuture<RTCSessionDescription> result, boolean late) {
        if (!result.isDone() && !agent.isClosed() && (late || iceGatheringState == RTCIceGatheringState.COMPLETE)) {
            localDescription().ifPresent(result::complete);
        }
    }

    private static SessionDescription parse(String sdp) {
        return switch (SdpParser.parse(sdp)) {
            case SdpParse.Ok ok -> {
                if (!ok.description().malformedLines().isEmpty()) {
                    throw SdpException.of(ok.description().malformedLines().getFirst());
                }
                yield ok.description();
            }
            case SdpParse.Malformed bad -> throw SdpException.of(bad);
        };
    }

    // ---- statistics and life ----------------------------------------------------------------------------------------

    /** Statistics of all its objects. */
    public CompletableFuture<RTCStatsReport> getStats() {
        return operation(() -> {
            List<RTCStatsReport> reports = new ArrayList<>();
            transports.all().forEach(c -> reports.add(c.dtls().getStats()));
            for (RTCRtpTransceiver t : transceivers) {
                reports.add(t.sender().getStats());
                reports.add(t.receiver().getStats());
            }
            RTCSctpTransport transport = sctp;
            if (transport != null) {
                reports.add(transport.getStats());
            }
            return RTCStatsReport.merged(reports);
        });
    }

    /** Ends it, without further events. Closing twice does nothing. */
    @Override
    public void close() {
        if (signalingState == RTCSignalingState.CLOSED || agent.isClosed()) {
            return;
        }
        agent.run(() -> {
            if (signalingState == RTCSignalingState.CLOSED) {
                return;
            }
            signalingState = RTCSignalingState.CLOSED;
            connectionState = RTCPeerConnectionState.CLOSED;
            iceConnectionState = RTCIceConnectionState.CLOSED;
            transceivers.forEach(RTCRtpTransceiver::stopNow);
            transports.close();
        });
    }

    // ---- inside -----------------------------------------------------------------------------------------------------

    void onLoop(Runnable body) {
        agent.run(body);
    }

    void requireOpen() {
        if (signalingState == RTCSignalingState.CLOSED) {
            throw invalidState("the connection is closed");
        }
    }

    static RTCException invalidState(String message) {
        return new RTCException(RTCException.Name.INVALID_STATE, message);
    }

    private static RTCException notSupported(RTCSdpType type) {
        return new RTCException(RTCException.Name.NOT_SUPPORTED, "descriptions of type " + type.spec() + " come later");
    }

    /** Runs an operation on the loop, after those before it; fails its future with what it throws. */
    private <T> CompletableFuture<T> operation(Supplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        agent.loop().execute(() -> {
            try {
                requireOpen();
                result.complete(body.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void to(RTCSignalingState next) {
        if (signalingState != next) {
            signalingState = next;
            signalingStates.fire(next);
        }
    }

    private void updateStates() {
        if (signalingState == RTCSignalingState.CLOSED) {
            return;
        }
        RTCIceGatheringState gathering = transports.gatheringState();
        if (gathering != iceGatheringState) {
            iceGatheringState = gathering;
            gatheringStates.fire(gathering);
        }
        RTCIceConnectionState ice = transports.iceState();
        if (ice != iceConnectionState) {
            iceConnectionState = ice;
            iceConnectionStates.fire(ice);
        }
        RTCPeerConnectionState connection = transports.connectionState();
        if (connection != connectionState) {
            connectionState = connection;
            connectionStates.fire(connection);
        }
    }

    /** Looks, once what is running has run, whether an offer is needed. */
    void negotiationMayBeNeeded() {
        if (!checkQueued) {
            checkQueued = true;
            agent.loop().execute(() -> {
                checkQueued = false;
                if (signalingState == RTCSignalingState.STABLE && isNegotiationNeeded() && !needed) {
                    needed = true;
                    negotiationNeeded.fire(this);
                }
            });
        }
    }

    /**
     * Whether what there is differs from what was agreed.
     *
     * @spec https://www.w3.org/TR/webrtc/#dfn-check-if-negotiation-is-needed WebRTC 4.7.3, check if negotiation is needed
     */
    private boolean isNegotiationNeeded() {
        if (restartWanted || (sctp != null && slots.stream().noneMatch(Slot::isData))) {
            return true;
        }
        for (RTCRtpTransceiver t : transceivers) {
            MediaDescription local =
                    t.sectionIndex() < 0 ? null : slots.get(t.sectionIndex()).local();
            if (t.isStopped()) {
                if (local != null && !local.isRejected()) {
                    return true;
                }
            } else if (local == null || directionDiffers(t, slots.get(t.sectionIndex()), local)) {
                return true;
            }
        }
        return false;
    }

    private boolean directionDiffers(RTCRtpTransceiver t, Slot slot, MediaDescription local) {
        MediaDescription remote = slot.remote();
        DirectionAttribute described = local.direction();
        DirectionAttribute theirs = remote == null ? null : remote.direction();
        DirectionAttribute wanted = t.direction().toSdp();
        DirectionAttribute ours = described == null ? DirectionAttribute.SENDRECV : described;
        DirectionAttribute reversed = (theirs == null ? DirectionAttribute.SENDRECV : theirs).reversed();
        if (localType == RTCSdpType.OFFER) {
            return wanted != ours && wanted != reversed;
        }
        return ours != DirectionAttribute.of(wanted.send() && reversed.send(), wanted.recv() && reversed.recv());
    }
}
