/// Signals: sound, electrocardiograms and other series, as files and as datasets.
@NullMarked
package dev.loupe.data.signal;

import org.jspecify.annotations.NullMarked;
