using Xunit.v3;

// Scenarios wait for programs and databases to start, for workers and for kills more than they use the processor.
[assembly: Parallelization(MaxThreads = 4)]
