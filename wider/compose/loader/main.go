// Loads compose.yaml of a folder as `docker compose` does, by the reference implementation of the Compose Specification: schema,
// variables, env_file, profiles, references. Prints as JSON what would run.
//
//	loader FOLDER [PROFILE ...]
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	project, err := load(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(project))
}

func load(folder string, profiles []string) ([]byte, error) {
	options, err := cli.NewProjectOptions(
		[]string{folder + "/compose.yaml"},
		cli.WithWorkingDirectory(folder),
		cli.WithOsEnv,
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithName("shop"),
		cli.WithProfiles(profiles),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}
