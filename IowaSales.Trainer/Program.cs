using System.CommandLine;

return new RootCommand("Trains and evaluates sales forecasting models.").Parse(args).Invoke();
