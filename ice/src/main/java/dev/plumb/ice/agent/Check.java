package dev.plumb.ice.agent;

/**
 * What a request that is under way was sent for.
 *
 * @param pair the pair it was sent over
 * @param remote whose password its answer must be made with
 * @param roleThen the role it claimed
 * @param nominates whether it bears USE-CANDIDATE
 * @param consent whether it only asks for consent
 */
record Check(CandidatePair pair, Credentials remote, IceRole roleThen, boolean nominates, boolean consent) {}
