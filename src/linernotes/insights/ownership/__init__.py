"""Do I own it?"""
