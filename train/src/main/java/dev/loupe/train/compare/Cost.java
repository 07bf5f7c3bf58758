package dev.loupe.train.compare;

import dev.loupe.train.metrics.Interval;

/// What a model takes.
///
/// @param model its name
/// @param parameters how many numbers are learned
/// @param flops floating point operations of an answer to one sample
/// @param stepFlops of a training step, forward and backward
/// @param batch samples of a step
/// @param trainingBytes the planned memory of a training
/// @param inferenceBytes the planned memory of an answer to one sample, weights included
/// @param latency milliseconds of an answer to one sample: median, and the middle half
/// @param throughput answers a second, 64 samples at a time: median, and the middle half
/// @param stepSeconds the median time of a training step
public record Cost(
    String model,
    long parameters,
    double flops,
    double stepFlops,
    int batch,
    long trainingBytes,
    long inferenceBytes,
    Interval latency,
    Interval throughput,
    double stepSeconds) {}
