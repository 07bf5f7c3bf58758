module dev.loupe.nn {
}
