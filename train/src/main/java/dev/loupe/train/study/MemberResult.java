package dev.loupe.train.study;

/// How one training of a study ended.
///
/// @param name see [Member#name]
/// @param seed see [Member#seed]
/// @param train the hash of the training data
/// @param test the hash of the test data
/// @param trainSamples how many were learned from
/// @param testSamples how many were judged
/// @param epochs how many were done
/// @param accuracy see [dev.loupe.train.Evaluation#accuracy]
/// @param loss see [dev.loupe.train.Evaluation#loss]
/// @param macroF1 see [dev.loupe.train.Evaluation#macroF1]
/// @param seconds how long it took
public record MemberResult(
    String name,
    long seed,
    String train,
    String test,
    int trainSamples,
    int testSamples,
    int epochs,
    double accuracy,
    double loss,
    double macroF1,
    double seconds) {}
