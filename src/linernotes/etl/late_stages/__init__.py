"""The last stages of a sync: what is wanted, and what dumps lack."""
