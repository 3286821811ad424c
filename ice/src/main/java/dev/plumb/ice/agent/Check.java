package dev.plumb.ice.agent;

/**
 * A check under way: the request and the purpose it was sent for.
 *
 * @param pair the pair that it was sent on
 * @param remote the credentials whose password authenticates the response
 * @param roleThen the role that the request claimed
 * @param nominates whether the request bears USE-CANDIDATE
 * @param consent whether it only asks for consent
 */
record Check(CandidatePair pair, Credentials remote, IceRole roleThen, boolean nominates, boolean consent) {}
