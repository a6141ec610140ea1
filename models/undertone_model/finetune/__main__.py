"""`python -m undertone_model.finetune`, for those who need no other command of the package."""

from undertone_model.finetune.command import main

if __name__ == "__main__":
    main()
