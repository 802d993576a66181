//! A look at generated files for anything that the emitter did not write.
