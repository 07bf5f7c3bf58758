/// How good predictions are: figures over arrays, and their intervals.
///
/// A figure that has no value, such as the recall of a class without samples, is NaN.
@NullMarked
package dev.loupe.train.metrics;

import org.jspecify.annotations.NullMarked;
