/// Filters: how they look, what they look for, and how they slide.
@NullMarked
package dev.loupe.explain.filter;

import org.jspecify.annotations.NullMarked;
