/// How good predictions are: figures over arrays, their intervals, and pictures of them.
///
/// A figure that has no value, such as the recall of a class without samples, is NaN.
@NullMarked
package dev.loupe.train.metrics;

import org.jspecify.annotations.NullMarked;
