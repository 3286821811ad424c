package dev.plumb.interop;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The members of each type of statistics. Those about dropped samples of an audio source are provisional.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/ Identifiers for WebRTC's Statistics API
 * @spec https://w3c.github.io/webrtc-provisional-stats/#RTCAudioSourceStats-dict* Provisional Identifiers, RTCAudioSourceStats
 */
final class StatsMembers {
    private static final String STREAM = "ssrc kind transportId codecId ";
    private static final String RECEIVED = STREAM
            + "packetsReceived packetsReceivedWithEct1 packetsReceivedWithCe packetsReportedAsLost"
            + " packetsReportedAsLostButRecovered packetsLost jitter ";
    private static final String SENT = STREAM + "packetsSent bytesSent ";
    private static final String CANDIDATE = "transportId address port protocol candidateType priority url relayProtocol"
            + " foundation relatedAddress relatedPort usernameFragment tcpType";

    private static final Map<String, Set<String>> ALL = new LinkedHashMap<>();

    static {
        put("codec", "payloadType transportId mimeType clockRate channels sdpFmtpLine");
        put("inbound-rtp", RECEIVED + """
                trackIdentifier mid remoteId framesDecoded keyFramesDecoded framesRendered framesDropped frameWidth frameHeight
                framesPerSecond qpSum totalDecodeTime totalInterFrameDelay totalSquaredInterFrameDelay pauseCount
                totalPausesDuration freezeCount totalFreezesDuration lastPacketReceivedTimestamp headerBytesReceived
                packetsDiscarded fecBytesReceived fecPacketsReceived fecPacketsDiscarded bytesReceived nackCount firCount
                pliCount totalProcessingDelay estimatedPlayoutTimestamp jitterBufferDelay jitterBufferTargetDelay
                jitterBufferEmittedCount jitterBufferMinimumDelay totalSamplesReceived concealedSamples silentConcealedSamples
                concealmentEvents insertedSamplesForDeceleration removedSamplesForAcceleration audioLevel totalAudioEnergy
                totalSamplesDuration framesReceived decoderImplementation playoutId powerEfficientDecoder
                framesAssembledFromMultiplePackets totalAssemblyTime retransmittedPacketsReceived retransmittedBytesReceived
                rtxSsrc fecSsrc totalCorruptionProbability totalSquaredCorruptionProbability corruptionMeasurements""");
        put("remote-inbound-rtp", RECEIVED + """
                localId roundTripTime totalRoundTripTime fractionLost roundTripTimeMeasurements
                packetsWithBleachedEct1Marking""");
        put("outbound-rtp", SENT + """
                mid mediaSourceId remoteId rid encodingIndex headerBytesSent retransmittedPacketsSent retransmittedBytesSent
                rtxSsrc targetBitrate totalEncodedBytesTarget frameWidth frameHeight framesPerSecond framesSent hugeFramesSent
                framesEncoded keyFramesEncoded qpSum psnrSum psnrMeasurements totalEncodeTime totalPacketSendDelay
                qualityLimitationReason qualityLimitationDurations qualityLimitationResolutionChanges nackCount firCount pliCount
                encoderImplementation powerEfficientEncoder active scalabilityMode packetsSentWithEct1""");
        put(
                "remote-outbound-rtp",
                SENT
                        + "localId remoteTimestamp reportsSent roundTripTime totalRoundTripTime roundTripTimeMeasurements");
        put("media-source", """
                trackIdentifier kind audioLevel totalAudioEnergy totalSamplesDuration echoReturnLoss echoReturnLossEnhancement
                width height frames framesPerSecond
                droppedSamplesDuration droppedSamplesEvents""");
        put("media-playout", """
                kind synthesizedSamplesDuration synthesizedSamplesEvents totalSamplesDuration totalPlayoutDelay
                totalSamplesCount""");
        put("peer-connection", "dataChannelsOpened dataChannelsClosed");
        put("data-channel", """
                label protocol dataChannelIdentifier state messagesSent bytesSent messagesReceived bytesReceived""");
        put("transport", """
                packetsSent packetsReceived bytesSent bytesReceived iceRole iceLocalUsernameFragment dtlsState iceState
                selectedCandidatePairId localCertificateId remoteCertificateId tlsVersion dtlsCipher dtlsRole srtpCipher
                selectedCandidatePairChanges ccfbMessagesSent ccfbMessagesReceived""");
        // of webrtc-provisional-stats, which browsers do not have
        put("sctp-transport", "transportId smoothedRoundTripTime congestionWindow receiverWindow mtu unackData");
        put("local-candidate", CANDIDATE);
        put("remote-candidate", CANDIDATE);
        put("candidate-pair", """
                transportId localCandidateId remoteCandidateId state nominated packetsSent packetsReceived bytesSent
                bytesReceived lastPacketSentTimestamp lastPacketReceivedTimestamp totalRoundTripTime currentRoundTripTime
                availableOutgoingBitrate availableIncomingBitrate requestsReceived requestsSent responsesReceived responsesSent
                consentRequestsSent packetsDiscardedOnSend bytesDiscardedOnSend""");
        put("certificate", "fingerprint fingerprintAlgorithm base64Certificate issuerCertificateId");
    }

    private StatsMembers() {}

    private static void put(String type, String members) {
        ALL.put(type, new LinkedHashSet<>(Arrays.asList(members.strip().split("\\s+"))));
    }

    /** The members of a type; none of a type that is not known. */
    static Set<String> of(String type) {
        return ALL.getOrDefault(type, Set.of());
    }

    /** All types. */
    static Set<String> types() {
        return ALL.keySet();
    }
}
