using Ringpost.Server.Commands;

return await RingpostCommand.RunAsync(args);
