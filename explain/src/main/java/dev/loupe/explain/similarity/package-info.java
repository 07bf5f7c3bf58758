/// What a network takes for alike: embeddings, neighbours, maps of a dataset.
@NullMarked
package dev.loupe.explain.similarity;

import org.jspecify.annotations.NullMarked;
