/// How good explanations are: whether what they point at matters, and whether they depend on what
/// the network has learned.
@NullMarked
package dev.loupe.explain.quality;

import org.jspecify.annotations.NullMarked;
