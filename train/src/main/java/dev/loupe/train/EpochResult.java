package dev.loupe.train;

/// How an epoch went: one row of `metrics.csv`.
///
/// @param epoch 1 for the first
/// @param steps how many steps were done since the start of the training
/// @param trainLoss the mean of the loss over the epoch's samples, as they were met
/// @param trainAccuracy the part of them that was right, as they were met; of other tasks than
///     classification what [Task#running] says
/// @param testLoss see [Evaluation#loss]; of the validation data where there is some
/// @param testAccuracy see [Evaluation#choice]; of the validation data where there is some
/// @param rate the learning rate of the epoch's last step
/// @param seconds of the epoch's training and evaluation
/// @param samplesPerSecond of the epoch's training alone
public record EpochResult(
    int epoch,
    long steps,
    double trainLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy,
    double rate,
    double seconds,
    double samplesPerSecond) {}
