/// What goes around a training: looking for a rate, a check that a network can learn, and several
/// trainings over folds or seeds.
@NullMarked
package dev.loupe.train.study;

import org.jspecify.annotations.NullMarked;
