/// The trainer, what it tells, how a model is judged, and the folder that keeps it.
@NullMarked
package dev.loupe.train;

import org.jspecify.annotations.NullMarked;
